package dev.slipway.lab.attacks;

import static dev.slipway.lab.attacks.Defence.ALLOWED;
import static dev.slipway.lab.attacks.Defence.APPLICATION;
import static dev.slipway.lab.attacks.Defence.CHECKSUM;
import static dev.slipway.lab.attacks.Defence.POLICY;
import static dev.slipway.lab.attacks.Defence.PRECONDITION;
import static dev.slipway.lab.attacks.Defence.SIGNATURE;

import dev.slipway.web.KebabCase;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** The attacks of the bench: what each tries, what should hold, and where that is in the code. */
public enum Attack {
  LATE(
      "Use the URL after its expiry",
      "The URL is signed for one second, and used when the store’s clock has passed that.",
      SIGNATURE,
      "storage.signing.Presigner",
      "Date and lifetime are in the URL and signed. The store compares them with its own clock when"
          + " the request’s headers arrive, so a transfer that has begun may end later."),
  OTHER_KEY(
      "Write to another key",
      "The object key in the URL is replaced.",
      SIGNATURE,
      "storage.signing.CanonicalRequest",
      "The path is part of the canonical request. A URL for one object can’t reach another one."),
  OTHER_TYPE(
      "Declare another type",
      "The file is sent as text/html, which a browser would run as a page of the store.",
      SIGNATURE,
      "storage.signing.PutConstraints",
      "Content-Type is a signed header. If it were not, the sender would choose it."),
  OTHER_LENGTH(
      "Send one byte more",
      "The body is one byte longer than the file that the upload was opened for.",
      SIGNATURE,
      "storage.signing.PutConstraints",
      "Content-Length is a signed header, so nobody can store more than their quota was charged."),
  OTHER_METHOD(
      "Delete with the URL of a PUT",
      "The file is stored, then the same URL is used with DELETE.",
      SIGNATURE,
      "storage.signing.CanonicalRequest",
      "The method is the first line of the canonical request. Each method needs a URL of its own."),
  TAMPERED_SIGNATURE(
      "Change the signature",
      "The last digit of the signature is replaced.",
      SIGNATURE,
      "storage.signing.Signer",
      "The signature is an HMAC with a key that only application and store know. Guessing one of 2²⁵⁶"
          + " values is infeasible."),
  TAMPERED_EXPIRY(
      "Extend the lifetime",
      "X-Amz-Expires is raised to seven days, the most that stores accept.",
      SIGNATURE,
      "storage.signing.CanonicalRequest",
      "All query parameters are signed, except the signature itself. Only the application can sign a"
          + " longer lifetime."),
  HEADER_REMOVED(
      "Leave out a signed header",
      "The header that makes the URL single-use is not sent.",
      SIGNATURE,
      "storage.signing.PutConstraints",
      "X-Amz-SignedHeaders names every header that must be there. Without one of them the store can’t"
          + " compute the same signature."),
  PART_NUMBER_SWAPPED(
      "Send a part under another number",
      "The part number in the URL of a part is replaced, as if to overwrite that part.",
      SIGNATURE,
      "storage.signing.PartPresigner",
      "partNumber is a signed query parameter, and each part has a URL of its own."),
  PART_OF_ANOTHER_UPLOAD(
      "Send a part to another upload",
      "Key and upload id in the URL of a part are replaced by those of a second upload.",
      SIGNATURE,
      "storage.signing.PartPresigner",
      "Key and uploadId are signed. A part can be added only to the upload that it was signed for."),
  TWICE(
      "Use the URL a second time",
      "The file is sent twice with the same URL, as if to replace it after it was checked.",
      PRECONDITION,
      "storage.signing.PutConstraints",
      "If-None-Match: * is signed, so the store accepts a PUT only while the key is free."),
  OTHER_BYTES(
      "Send other bytes of the same length",
      "One byte of the file is changed. All headers stay as they were signed.",
      CHECKSUM,
      "storage.signing.PutConstraints",
      "The SHA-256 of the file is a signed header. The store computes it from what arrives, and keeps"
          + " nothing if it differs."),
  UNSIGNED_HEADER_ADDED(
      "Add a header that is not signed",
      "Metadata that names another owner is added to a valid request. Another request asks the store"
          + " to let everyone read the file.",
      POLICY,
      "storage.checks.UnsignedCopyCheck",
      "A signature says nothing about headers that it does not list. Stores therefore refuse metadata"
          + " headers that are not signed. Some stores accept others: the doctor checks the dangerous"
          + " ones, x-amz-copy-source and x-amz-acl."),
  FALSE_ENCODING(
      "Add a false Content-Encoding",
      "A valid request says, in headers that are not signed, that the file is compressed and that"
          + " everyone may cache it. Then the video is played.",
      APPLICATION,
      "storage.StoreKind",
      "Only Host must be signed, and on Amazon S3 every x-amz- header that is sent. The store accepts any other header, and returns Content-Encoding and Cache-Control with"
          + " the file: no browser could decode it. So the URL that plays a video is signed with"
          + " response-content-encoding=identity and response-cache-control=private, which replace"
          + " them."),
  ANOTHER_ACCOUNTS_UPLOAD(
      "Take over the upload of another account",
      "A new URL is requested for an upload id that is not yours, then your own URL is used with its"
          + " key. The id belongs to nobody, so no one’s upload is touched.",
      APPLICATION,
      "uploads.UploadAccess",
      "For uploads of others the application answers as for unknown ids, so that nobody learns which"
          + " ids exist. Only administrators may manage all uploads. The store refuses the other key,"
          + " because the key is signed. AttackResourceTest compares the response with that for a"
          + " real upload of another account."),
  FORGED_NOTIFICATION(
      "Forge a notification",
      "A notification says that the file has arrived. It is sent without a token, then with a wrong"
          + " one.",
      APPLICATION,
      "ingest.webhook.WebhookToken",
      "The webhook accepts only requests with the token that it shares with the store, and compares"
          + " it in constant time. Without it, the body is neither parsed nor stored."),
  REPLAYED_NOTIFICATION(
      "Replay a notification",
      "The file is stored, and a true notification about it is sent twice, with the right token.",
      APPLICATION,
      "ingest.inbox.NotificationProcessor",
      "Once a notification is applied, the same event is skipped as superseded. If both are processed"
          + " at the same time, the second check of the key finds nothing to change. The webhook"
          + " acknowledges both, because a store repeats what is not acknowledged."),
  LYING_NOTIFICATION(
      "Send a notification that lies",
      "With the right token, one notification claims another size and ETag for a stored file, and"
          + " another one a file that was never sent.",
      APPLICATION,
      "catalogue.sync.CatalogueSync",
      "Size and ETag in a notification are not used. The application asks the store for the object,"
          + " and writes what the store answers. A lie is acknowledged and has no effect."),
  SVG_AS_VIDEO(
      "Upload an SVG image as a video",
      "An image with a script in it is declared as a video. The store accepts it, because type,"
          + " length and checksum are those that were signed.",
      APPLICATION,
      "catalogue.RejectionRules",
      "The application detects the format from the first bytes, whatever the declared type. A"
          + " file that isn’t a video is rejected before a program reads it, and no URL to play it is ever"
          + " signed. Only its owner and administrators can download it, as a type that no browser"
          + " renders, until it is deleted."),
  PLAYLIST_AS_VIDEO(
      "Upload a playlist as a video",
      "A playlist with the address of another server, such as one in the internal network, is"
          + " declared as a video. A program that opens it as a video would request that address.",
      APPLICATION,
      "catalogue.RejectionRules",
      "The application detects the format from the first bytes and rejects playlists, so no URL to"
          + " play one is signed. A worker looks for playlists again before it starts ffprobe, which"
          + " may read nothing but local files, so Slipway never opens the addresses in one."),
  FALSE_COMPLETION(
      "Say ‘done’ without sending the file",
      "An upload is opened and completed, but no byte is sent.",
      APPLICATION,
      "uploads.UploadCompleter",
      "The completion is only a reason to ask the store. Without an object the response is 409, and the"
          + " catalogue gets no row."),
  MISSING_PART(
      "Say ‘done’ while parts are missing",
      "One part of a file is sent, then the upload is completed.",
      APPLICATION,
      "uploads.multipart.PartAssembler",
      "Before the store assembles the parts, the application compares the store’s list with the plan."
          + " Until then there is no object, so nothing can read or validate half a file."),
  OTHER_FILE_ON_RESUME(
      "Continue an upload with another file",
      "A part is sent. Then a URL is requested for other bytes under the same number, as if the"
          + " wrong file was chosen after an interruption.",
      APPLICATION,
      "uploads.multipart.DifferingPartPolicy",
      "The application signs other bytes for a part only while the store doesn’t have that part."
          + " Otherwise one object could be put together from two files."),
  OVER_QUOTA(
      "Announce a file that is too large",
      "An upload is requested for one byte more than your quota has left, or than the largest file"
          + " if that is smaller or there is no quota.",
      APPLICATION,
      "account.quota.Quotas",
      "Size and quota are checked before anything is signed. The size is signed then, so announcing"
          + " less and sending more is refused by the store."),
  REPEATED_REQUEST(
      "Repeat the request that opens an upload",
      "An upload is opened with an Idempotency-Key. The request is repeated, as if its response was"
          + " lost, and then sent with the same key for another file.",
      APPLICATION,
      "uploads.UploadOpener",
      "The key is a column of the upload and unique for each account, so the repetition returns the"
          + " same upload and reserves nothing more. A key that was used for one file is refused for"
          + " another one. Without a key, the repetition would open a second upload."),
  PLAY_AFTER_DELETION(
      "Play a video that was deleted",
      "A URL to play is signed, the video is deleted with a signed DELETE, and the first URL is used"
          + " again.",
      APPLICATION,
      "catalogue.VideoUrlSigner",
      "The signature stays valid, but the object is gone, so the store answers 404. Deleting the"
          + " object ends every URL that reads it. A policy that denies the key does too, and also ends"
          + " those that write."),
  UPLOAD_AFTER_DELETION(
      "Upload to the key of a deleted video",
      "A video is deleted permanently. Then the URL with which it was uploaded is used again.",
      APPLICATION,
      "catalogue.sync.CatalogueSync",
      "The key is free again, so the store accepts the PUT. But the row is a tombstone: the next check"
          + " of the key removes the object, and the video does not come back."),
  POISON_FILE(
      "Upload a file that could crash a decoder",
      "The file begins like an MP4. Then it claims to contain a box of eight exbibytes.",
      APPLICATION,
      "media.sandbox.Sandbox",
      "The check at the completion starts no program. A worker then reads the boxes and rejects this"
          + " file before ffprobe starts; ffprobe reads a file that passes in a sandbox, and five"
          + " crashes make the job dead. If media jobs are switched off, the file counts as a video,"
          + " although no player can show it."),
  STOLEN_URL(
      "Use a stolen URL",
      "Another client sends the file to a URL that it has seen. It knows nothing but the URL and its"
          + " headers: here it is the HTTP client of the application, without your session.",
      ALLOWED,
      "uploads.PutUrlSigner",
      "Anyone who holds a pre-signed URL may use it until it expires. The signature can’t be"
          + " revoked: only a policy or a disabled access key stops the URL. So it fits one key, type"
          + " and length, works only while the key is free, lives for minutes with the default"
          + " settings, is signed just before its use, and is never logged. If its SHA-256 is signed"
          + " too, a thief can store only the file that you announced. Google’s store verifies no SHA-256, and some clients send none: then a thief"
          + " can store other bytes of that length under your account. To try it yourself, choose"
          + " Sign a PUT in the signature inspector, then Copy as curl, and run the command on another"
          + " computer that reaches the store.");

  /**
   * A replayed notification is acknowledged, although it has no effect; a false encoding is stored,
   * but not sent to players; a repeated request gets the upload that it has already opened; a file
   * with a hostile content is stored, but not decoded; and a stolen URL works.
   */
  private static final Set<Attack> ACCEPTED =
      EnumSet.of(FALSE_ENCODING, REPLAYED_NOTIFICATION, REPEATED_REQUEST, POISON_FILE, STOLEN_URL);

  private final String title;
  private final String description;
  private final Defence defence;
  private final String code;
  private final String explanation;

  Attack(String title, String description, Defence defence, String code, String explanation) {
    this.title = title;
    this.description = description;
    this.defence = defence;
    this.code = code;
    this.explanation = explanation;
  }

  /** Finds an attack by its name in addresses, such as {@code other-key}. */
  static Optional<Attack> find(String name) {
    return KebabCase.find(Attack.class, name);
  }

  /** The stable name in addresses and JSON. */
  public String kebabCase() {
    return KebabCase.of(this);
  }

  public String title() {
    return title;
  }

  /** The description of the attack. */
  public String description() {
    return description;
  }

  public Defence defence() {
    return defence;
  }

  /** The class to read about the defence, relative to {@code dev.slipway}. */
  public String code() {
    return code;
  }

  /** Why the defence holds, or why there is none. */
  public String explanation() {
    return explanation;
  }

  /** The expected outcome. */
  public RequestOutcome expected() {
    return ACCEPTED.contains(this) ? RequestOutcome.ALLOWED : RequestOutcome.REFUSED;
  }
}
