package dev.slipway.catalogue;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.databind.util.StdConverter;
import java.util.List;

/**
 * A {@link DetailsRequest} as JSON. Distinguishes null, which removes a detail, from a field that
 * is absent, which a record can't.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7396">RFC 7396, JSON Merge Patch</a>
 */
final class DetailsPatch {
  @JsonSetter(nulls = Nulls.AS_EMPTY)
  private String title;

  @JsonSetter(nulls = Nulls.AS_EMPTY)
  private String description;

  @JsonSetter(nulls = Nulls.AS_EMPTY)
  private String visibility;

  @JsonSetter(nulls = Nulls.AS_EMPTY)
  private List<String> tags;

  static final class Converter extends StdConverter<DetailsPatch, DetailsRequest> {
    @Override
    public DetailsRequest convert(DetailsPatch patch) {
      return new DetailsRequest(patch.title, patch.description, patch.visibility, patch.tags);
    }
  }
}
