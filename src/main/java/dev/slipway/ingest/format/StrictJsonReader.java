package dev.slipway.ingest.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.slipway.web.problem.JsonErrors;
import java.io.IOException;

/**
 * Reads a body as a JSON object, strictly. Duplicate field names and data after the end are
 * rejected, because two parsers could understand such a body differently. Jackson's own limits
 * reject more than a thousand levels of nesting.
 */
public final class StrictJsonReader {
  /** Tokens are names, values and brackets. */
  private static final int MAX_UNTRUSTED_TOKENS = 500;

  private final ObjectReader reader;

  StrictJsonReader(ObjectMapper json) {
    this(
        json.reader()
            .with(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS));
  }

  private StrictJsonReader(ObjectReader reader) {
    this.reader = reader;
  }

  /**
   * A reader for bodies whose sender is not authenticated yet. It limits the number of tokens,
   * because a tree can take eighty times the memory of its bytes.
   */
  public static StrictJsonReader forUntrusted(ObjectMapper json) {
    var constraints = StreamReadConstraints.builder().maxTokenCount(MAX_UNTRUSTED_TOKENS).build();
    var factory = JsonFactory.builder().streamReadConstraints(constraints).build();
    return new StrictJsonReader(new StrictJsonReader(json).reader.with(factory));
  }

  public JsonNode read(byte[] body) throws UnreadableNotificationException {
    try {
      var tree = reader.readTree(body);
      if (tree == null || !tree.isObject()) {
        throw new UnreadableNotificationException("The body is not a JSON object");
      }
      return tree;
    } catch (JsonProcessingException e) {
      throw new UnreadableNotificationException(withoutPeriod(JsonErrors.explain(e)));
    } catch (IOException e) {
      throw new UnreadableNotificationException("The body is not valid JSON in UTF-8");
    }
  }

  private static String withoutPeriod(String sentence) {
    return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
  }
}
