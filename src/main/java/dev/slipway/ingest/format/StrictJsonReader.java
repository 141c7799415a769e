package dev.slipway.ingest.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;

/**
 * Bodies as JSON objects, strictly: with two of a name, or with something behind the end, two
 * readers could see two different messages. Jackson's own limits hold back what is nested deeper
 * than a thousand levels.
 */
public final class StrictJsonReader {
  /** Names, values and brackets. */
  private static final int FEW = 500;

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

  /** For what anybody may have sent: a tree can take eighty times its bytes. */
  public static StrictJsonReader forUntrusted(ObjectMapper json) {
    var few = StreamReadConstraints.builder().maxTokenCount(FEW).build();
    var factory = JsonFactory.builder().streamReadConstraints(few).build();
    return new StrictJsonReader(new StrictJsonReader(json).reader.with(factory));
  }

  public JsonNode read(byte[] body) throws UnreadableNotificationException {
    try {
      var tree = reader.readTree(body);
      if (tree == null || !tree.isObject()) {
        throw new UnreadableNotificationException("It is no JSON object");
      }
      return tree;
    } catch (JsonProcessingException e) {
      // Without where in the source it stopped: the source stands beside it.
      throw new UnreadableNotificationException("It is no JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new UnreadableNotificationException("It is no JSON: " + e.getMessage());
    }
  }
}
