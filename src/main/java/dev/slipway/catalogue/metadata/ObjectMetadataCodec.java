package dev.slipway.catalogue.metadata;

import dev.slipway.storage.ObjectKey;
import dev.slipway.storage.StoredObject;
import dev.slipway.storage.UriEncoding;
import dev.slipway.web.SafeText;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes and reads the metadata headers of objects. Each value is encrypted and bound to its name
 * and the object's key, so nobody can move it to another object. Objects from before the encryption
 * have plain values, which stay readable.
 */
@ApplicationScoped
public class ObjectMetadataCodec {
  private static final String OWNER = "slipway-owner";
  private static final String FILE_NAME = "slipway-name";
  private static final String TITLE = "slipway-title";

  /** The names of all headers, without their prefix. The store's CORS rules must allow them. */
  public static final List<String> NAMES = List.of(OWNER, FILE_NAME, TITLE);

  private final TextSealer sealer;

  ObjectMetadataCodec(MetadataKeyring keyring, SecureRandom random) {
    this.sealer = new TextSealer(keyring, random);
  }

  /** Whether the object was uploaded through this application, even if the rest is unreadable. */
  public static boolean isPresentIn(StoredObject object) {
    return object.metadata().containsKey(OWNER);
  }

  /** Returns the headers, without their prefix {@code x-amz-meta-}. Never the same ones again. */
  public Map<String, String> seal(ObjectKey key, ObjectMetadata metadata) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put(OWNER, seal(key, OWNER, metadata.owner()));
    headers.put(FILE_NAME, seal(key, FILE_NAME, metadata.fileName()));
    headers.put(TITLE, seal(key, TITLE, metadata.title()));
    return headers;
  }

  /**
   * Reads the metadata of an object. Returns empty if the object has none, or if it can't be
   * decrypted: the key is unknown, or the value was changed or copied from another object.
   */
  public Optional<ObjectMetadata> read(StoredObject object) {
    var owner = object.metadata().get(OWNER);
    if (owner == null) {
      return Optional.empty();
    }
    // The owner decides for all values, so nobody can combine an encrypted owner with plain names.
    return SealedText.parse(owner).isPresent()
        ? readSealed(object)
        : Optional.of(readPlain(object));
  }

  /**
   * Whether the metadata of an object may be that of its upload: it can be read, or was encrypted
   * with a key that is not configured.
   */
  public boolean fitsTo(StoredObject object) {
    return read(object).isPresent()
        || findUnusableKeyId(object).filter(id -> !sealer.hasKey(id)).isPresent();
  }

  /**
   * The id of the key that encrypted the metadata of an object, if the metadata can't be decrypted.
   */
  public Optional<String> findUnusableKeyId(StoredObject object) {
    return Optional.ofNullable(object.metadata().get(OWNER))
        .filter(owner -> read(object).isEmpty())
        .flatMap(SealedText::parse)
        .map(SealedText::keyId);
  }

  private String seal(ObjectKey key, String name, String text) {
    return sealer.seal(text, context(key, name));
  }

  private Optional<ObjectMetadata> readSealed(StoredObject object) {
    return open(object, OWNER)
        .map(owner -> of(owner, open(object, FILE_NAME), open(object, TITLE)));
  }

  private Optional<String> open(StoredObject object, String name) {
    return Optional.ofNullable(object.metadata().get(name))
        .flatMap(text -> sealer.open(text, context(object.key(), name)));
  }

  private static ObjectMetadata readPlain(StoredObject object) {
    var metadata = object.metadata();
    return of(
        UriEncoding.decode(metadata.get(OWNER)),
        Optional.ofNullable(metadata.get(FILE_NAME)).map(UriEncoding::decode),
        Optional.ofNullable(metadata.get(TITLE)).map(UriEncoding::decode));
  }

  private static ObjectMetadata of(
      String owner, Optional<String> fileName, Optional<String> title) {
    var name = fileName.flatMap(SafeText::label).orElse("untitled");
    return new ObjectMetadata(owner, name, title.flatMap(SafeText::label).orElse(name));
  }

  private static String context(ObjectKey key, String name) {
    return name + "\n" + key.value();
  }
}
