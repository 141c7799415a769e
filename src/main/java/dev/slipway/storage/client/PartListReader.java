package dev.slipway.storage.client;

import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.StoreConfig;
import dev.slipway.storage.StoreOrigin;
import dev.slipway.storage.StoredPart;
import dev.slipway.storage.signing.Signer;
import io.minio.errors.ErrorResponseException;
import io.minio.messages.ErrorResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.w3c.dom.Element;

/**
 * Reads which parts of a multipart upload the store holds. The client's own reader fails where the
 * answer does not tell who began the upload and who owns it, which not every store does.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListParts.html">ListParts</a>
 * @see <a href="https://docs.cloud.google.com/storage/docs/xml-api/get-object-multipart">List
 *     object parts</a>
 */
public final class PartListReader {
  private static final String ROOT_ELEMENT = "ListPartsResult";
  private static final Duration LIFETIME = Duration.ofMinutes(15);

  /** The parts of a page are at most a thousand, with a few hundred bytes each. */
  private static final long MAX_RESPONSE_SIZE = 4L << 20;

  private final String bucket;
  private final StoreOrigin origin;
  private final Signer signer;
  private final OkHttpClient http;

  public PartListReader(StoreConfig config, OkHttpClient http, Clock clock) {
    this.bucket = config.bucket();
    this.origin = new StoreOrigin(config.endpoint());
    this.signer = new Signer(config, clock);
    this.http = http;
  }

  /**
   * @param after the number behind which the page begins
   * @throws ErrorResponseException what the store says where it lists none
   */
  public Page readPage(ObjectKey key, String uploadId, int after)
      throws ErrorResponseException, IOException {
    try (var response = http.newCall(request(key, uploadId, after)).execute()) {
      var root = ResponseXml.parse(response.peekBody(MAX_RESPONSE_SIZE).string());
      if (!response.isSuccessful()) {
        throw refused(key, response, root.map(PartListReader::codeOf).orElse(""));
      }
      return describe(
          root.filter(element -> ROOT_ELEMENT.equals(element.getLocalName()))
              .orElseThrow(() -> new IOException("the answer is no list of parts")));
    }
  }

  private Request request(ObjectKey key, String uploadId, int after) {
    var query = new TreeMap<>(Map.of("uploadId", uploadId));
    if (after > 0) {
      query.put("part-number-marker", Integer.toString(after));
    }
    var path = "/" + bucket + "/" + key.value();
    var headers = Map.of("host", origin.authority());
    var signed = signer.presign("GET", path, query, headers, LIFETIME);
    return new Request.Builder().url(origin.origin() + signed).build();
  }

  private static Page describe(Element root) throws IOException {
    try {
      var parts =
          ResponseXml.children(root)
              .filter(child -> "Part".equals(child.getLocalName()))
              .map(PartListReader::part)
              .toList();
      var isLast = !Boolean.parseBoolean(ResponseXml.textOf(root, "IsTruncated"));
      var next = isLast ? "0" : ResponseXml.textOf(root, "NextPartNumberMarker");
      return new Page(parts, Integer.parseInt(next));
    } catch (NumberFormatException e) {
      throw new IOException("the list of parts can't be read: " + e.getMessage(), e);
    }
  }

  private static StoredPart part(Element part) {
    var checksum = ResponseXml.textOf(part, "ChecksumSHA256");
    return new StoredPart(
        Integer.parseInt(ResponseXml.textOf(part, "PartNumber")),
        Long.parseLong(ResponseXml.textOf(part, "Size")),
        ResponseXml.textOf(part, "ETag").replace("\"", ""),
        checksum.isEmpty() ? null : checksum);
  }

  private static String codeOf(Element error) {
    return ResponseXml.textOf(error, "Code");
  }

  private ErrorResponseException refused(ObjectKey key, Response response, String code) {
    var error = new ErrorResponse(code, code, bucket, key.value(), null, null, null);
    return new ErrorResponseException(error, response, null);
  }

  /**
   * @param next the number behind which the next page begins; 0 on the last
   */
  public record Page(List<StoredPart> parts, int nextMarker) {}
}
