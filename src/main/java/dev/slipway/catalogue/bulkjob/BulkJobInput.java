package dev.slipway.catalogue.bulkjob;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import dev.slipway.web.Formats;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A request for a bulk job as a client sends it, not validated yet.
 *
 * @param action delete, restore, retry, probe, visibility or owner
 * @param visibility the new one: private, unlisted or public; only for this action
 * @param owner the account that gets the videos; only for this action
 * @param filter the query parameters of the listing that select the videos, such as {@code
 *     status=ready&owner=team-*}; in JSON also as an object, such as {@code {"status": "ready"}}
 * @param ids of the videos, instead of a filter
 * @param all true for a filter without any condition, so that nobody changes all videos by accident
 */
public record BulkJobInput(
    String action,
    String visibility,
    String owner,
    @JsonDeserialize(using = FilterDeserializer.class) String filter,
    List<String> ids,
    Boolean all) {

  /** Reads a filter as a query string, or as an object with a value for each parameter. */
  public static final class FilterDeserializer extends StdDeserializer<String> {
    private static final long serialVersionUID = 1;

    public FilterDeserializer() {
      super(String.class);
    }

    @Override
    public String deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      if (parser.currentToken() != JsonToken.START_OBJECT) {
        return parser.currentToken() == JsonToken.VALUE_STRING
            ? parser.getText()
            // The error message asks for an object, the clearer way to write a filter.
            : (String) context.handleUnexpectedToken(Map.class, parser);
      }
      JsonNode filter = context.readTree(parser);
      for (var parameter : filter.properties()) {
        if (parameter.getValue().isContainerNode()) {
          var error = MismatchedInputException.from(parser, String.class, "A list or an object");
          error.prependPath(filter, parameter.getKey());
          throw error;
        }
      }
      return filter.properties().stream()
          .filter(parameter -> !parameter.getValue().isNull())
          .map(FilterDeserializer::toQuery)
          .collect(Collectors.joining("&"));
    }

    private static String toQuery(Map.Entry<String, JsonNode> parameter) {
      return Formats.urlEncoded(parameter.getKey())
          + "="
          + Formats.urlEncoded(parameter.getValue().asText());
    }
  }
}
