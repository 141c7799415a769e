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
 * Lists the parts of a multipart upload. The S3 client's own method fails on responses without
 * initiator and owner, which not every store sends.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListParts.html">ListParts</a>
 * @see <a href="https://docs.cloud.google.com/storage/docs/xml-api/get-object-multipart">List
 *     object parts</a>
 */
final class PartListReader {
  private static final String ROOT_ELEMENT = "ListPartsResult";
  private static final Duration URL_LIFETIME = Duration.ofMinutes(15);

  /** A page has at most 1,000 parts, each with a few hundred bytes. */
  private static final long MAX_RESPONSE_SIZE = 4L << 20;

  private final String bucket;
  private final StoreOrigin origin;
  private final Signer signer;
  private final OkHttpClient httpClient;

  PartListReader(StoreConfig config, OkHttpClient httpClient, Clock clock) {
    this.bucket = config.bucket();
    this.origin = new StoreOrigin(config.endpoint());
    this.signer = new Signer(config, clock);
    this.httpClient = httpClient;
  }

  /**
   * Reads one page.
   *
   * @param after the exclusive start number; 0 for the first page
   * @throws ErrorResponseException with the store's error code, if it refuses
   */
  Page readPage(ObjectKey key, String uploadId, int after)
      throws ErrorResponseException, IOException {
    try (var response = httpClient.newCall(request(key, uploadId, after)).execute()) {
      var root = ResponseXml.parse(response.peekBody(MAX_RESPONSE_SIZE).string());
      if (!response.isSuccessful()) {
        throw toException(key, response, root.map(PartListReader::codeOf).orElse(""));
      }
      return toPage(
          root.filter(element -> ROOT_ELEMENT.equals(element.getLocalName()))
              .orElseThrow(() -> new IOException("the response is not a list of parts")));
    }
  }

  private Request request(ObjectKey key, String uploadId, int after) {
    var query = new TreeMap<>(Map.of("uploadId", uploadId));
    if (after > 0) {
      query.put("part-number-marker", Integer.toString(after));
    }
    var path = "/" + bucket + "/" + key.value();
    var headers = Map.of("host", origin.authority());
    var signed = signer.presign("GET", path, query, headers, URL_LIFETIME);
    return new Request.Builder().url(origin.origin() + signed).build();
  }

  private static String codeOf(Element error) {
    return ResponseXml.textOf(error, "Code");
  }

  private ErrorResponseException toException(ObjectKey key, Response response, String code) {
    var error = new ErrorResponse(code, code, bucket, key.value(), null, null, null);
    return new ErrorResponseException(error, response, null);
  }

  private static Page toPage(Element root) throws IOException {
    try {
      var parts =
          ResponseXml.children(root)
              .filter(child -> "Part".equals(child.getLocalName()))
              .map(PartListReader::toPart)
              .toList();
      var isLast = !Boolean.parseBoolean(ResponseXml.textOf(root, "IsTruncated"));
      var next = isLast ? "0" : ResponseXml.textOf(root, "NextPartNumberMarker");
      return new Page(parts, Integer.parseInt(next));
    } catch (NumberFormatException e) {
      throw new IOException("the list of parts can't be read: " + e.getMessage(), e);
    }
  }

  private static StoredPart toPart(Element part) {
    var checksum = ResponseXml.textOf(part, "ChecksumSHA256");
    return new StoredPart(
        Integer.parseInt(ResponseXml.textOf(part, "PartNumber")),
        Long.parseLong(ResponseXml.textOf(part, "Size")),
        ResponseXml.textOf(part, "ETag").replace("\"", ""),
        checksum.isEmpty() ? null : checksum);
  }

  /**
   * One page of the list.
   *
   * @param nextMarker the exclusive start number of the next page; 0 on the last page
   */
  record Page(List<StoredPart> parts, int nextMarker) {}
}
