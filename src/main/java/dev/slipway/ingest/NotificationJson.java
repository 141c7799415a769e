package dev.slipway.ingest;

import com.fasterxml.jackson.core.JsonProcessingException;
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
final class NotificationJson {
  /** Names, values and brackets. */
  private static final int FEW = 500;

  private final ObjectReader reader;

  NotificationJson(ObjectMapper json) {
    this.reader =
        json.reader()
            .with(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  }

  JsonNode read(byte[] body) throws UnreadableException {
    return read(body, Integer.MAX_VALUE);
  }

  /** The same of what anybody may have sent: a tree can take eighty times its bytes. */
  JsonNode readSmall(byte[] body) throws UnreadableException {
    return read(body, FEW);
  }

  private JsonNode read(byte[] body, int most) throws UnreadableException {
    try {
      if (most < Integer.MAX_VALUE && hasMoreThan(most, body)) {
        throw new UnreadableException("It has more than %d names and values".formatted(most));
      }
      var tree = reader.readTree(body);
      if (tree == null || !tree.isObject()) {
        throw new UnreadableException("It is no JSON object");
      }
      return tree;
    } catch (JsonProcessingException e) {
      // Without where in the source it stopped: the source stands beside it.
      throw new UnreadableException("It is no JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new UnreadableException("It is no JSON: " + e.getMessage());
    }
  }

  private boolean hasMoreThan(int most, byte[] body) throws IOException {
    try (var parser = reader.createParser(body)) {
      var tokens = 0;
      while (tokens <= most && parser.nextToken() != null) {
        tokens++;
      }
      return tokens > most;
    }
  }
}
