package dev.slipway.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.storage.FaultyStore.Fault;
import dev.slipway.web.Check;
import dev.slipway.web.Finding;
import dev.slipway.web.Verdict;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the checks say of a store that is as it must be, and of one that is not. */
class StoreChecksTest {
  private static final String ORIGIN = "https://slipway.example";

  private FaultyStore store;

  @BeforeEach
  void open() throws IOException {
    store = new FaultyStore();
  }

  @AfterEach
  void leaveNothingBehind() {
    store.close();
    assertThat(store.size()).isZero();
  }

  @Test
  void findNothingWrongWithAGoodStore() {
    assertThat(all())
        .allSatisfy(check -> assertThat(look(check).verdict()).isEqualTo(Verdict.FINE));
  }

  @Test
  void noticeAUrlThatServesTwice() {
    store.has(Fault.OVERWRITES);

    assertBroken(conditionalPut(), "If-None-Match");
  }

  @Test
  void noticeDamagedBytesThatAreStored() {
    store.has(Fault.IGNORES_CHECKSUMS);

    assertBroken(checksums(), "x-amz-checksum-sha256");
  }

  @Test
  void noticeAForgedSignatureThatIsTaken() {
    store.has(Fault.TAKES_FORGERIES);

    assertBroken(forgedSignature(), "CVE-2026-41145");
  }

  @Test
  void noticeASignedUrlThatCopies() {
    store.has(Fault.COPIES_UNSIGNED);

    assertBroken(unsignedCopy(), "s3:x-amz-copy-source");
  }

  @Test
  void noticeClocksThatAreApart() {
    assertThat(look(clock(Duration.ofSeconds(-60)))).satisfies(weak("s ahead of ours"));
    assertThat(look(clock(Duration.ofSeconds(60)))).satisfies(weak("s behind ours"));
    assertBroken(clock(Duration.ofMinutes(-20)), "NTP");
  }

  @Test
  void noticePagesThatMayNotUseTheStore() {
    assertThat(cors().look(null).verdict()).isEqualTo(Verdict.UNKNOWN);
    store.has(Fault.HIDES_THE_ETAG);
    assertThat(look(cors())).satisfies(weak("do not see the ETag"));
    store.has(Fault.REFUSES_OUR_HEADERS);
    assertBroken(cors(), "the header if-none-match");
    store.has(Fault.REFUSES_PREFLIGHTS);
    assertBroken(cors(), "MINIO_API_CORS_ALLOW_ORIGIN");
  }

  @Test
  void noticeAKeyThatCanDoTooMuch() {
    store.has(Fault.LISTS_ALL_BUCKETS);
    assertThat(look(rights())).satisfies(weak("buckets that are not ours"));
    store.has(Fault.LETS_POLICIES_BE_READ);
    assertThat(look(rights())).satisfies(weak("the bucket's policy"));
    store.has(Fault.GIVES_ROOT_KEYS);
    assertThat(look(rights())).satisfies(weak("as root does"));
  }

  @Test
  void sayWhichRightIsMissing() {
    store.has(Fault.FORBIDS_ABORTS);

    assertBroken(multipart(), "s3:AbortMultipartUpload");
  }

  @Test
  void sayThatThereIsNoBucket() {
    store.has(Fault.HAS_NO_BUCKET);

    assertBroken(bucket(), "There is no bucket slipway-videos");
    assertBroken(publicEndpoint(), "There is no bucket slipway-videos");
  }

  @Test
  void canNotTellAnythingOfAStoreThatFails() {
    store.has(Fault.FAILS);

    assertThat(
            List.of(
                bucket(),
                multipart(),
                conditionalPut(),
                forgedSignature(),
                unsignedCopy(),
                rights()))
        .allSatisfy(check -> assertThat(look(check).verdict()).isEqualTo(Verdict.UNKNOWN));
  }

  @Test
  void blameTheBucketsEndpointAloneWhereNothingAnswers() {
    store.close();

    assertBroken(bucket(), "SLIPWAY_STORE_ENDPOINT");
    assertThat(all().subList(1, all().size()))
        .allSatisfy(check -> assertThat(look(check).verdict()).isEqualTo(Verdict.UNKNOWN));
    assertThat(look(publicEndpoint()).sentence())
        .contains("Each machine and each container has its own");
  }

  private List<Check> all() {
    return List.of(
        bucket(),
        multipart(),
        conditionalPut(),
        checksums(),
        forgedSignature(),
        unsignedCopy(),
        clock(Duration.ZERO),
        cors(),
        rights(),
        publicEndpoint());
  }

  private Check bucket() {
    var config = store.config();
    return new BucketCheck("Bucket", config.bucket(), config, store.prober(), store.probes());
  }

  private Check multipart() {
    return new MultipartCheck(store.config(), store.prober(), store.probes());
  }

  private Check conditionalPut() {
    return new ConditionalPutCheck(store.config(), store.prober(), store.probes());
  }

  private Check checksums() {
    return new ChecksumCheck(store.config(), store.prober(), store.probes());
  }

  private Check forgedSignature() {
    return new ForgedSignatureCheck(store.config(), store.prober(), store.probes());
  }

  private Check unsignedCopy() {
    return new UnsignedCopyCheck(store.config(), store.prober(), store.probes());
  }

  private Check clock(Duration ahead) {
    return new ClockCheck(store.config(), store.prober(), Clock.offset(Clock.systemUTC(), ahead));
  }

  private Check cors() {
    return new CorsCheck(store.browser(), store.probes());
  }

  private Check rights() {
    return new RightsCheck(store.config(), store.prober());
  }

  private Check publicEndpoint() {
    return new PublicEndpointCheck(
        store.config(), new StoreOrigin(store.config()), store.browser(), store.probes());
  }

  private static Finding look(Check check) {
    return check.look(ORIGIN);
  }

  private static void assertBroken(Check check, String words) {
    var finding = look(check);
    assertThat(finding.verdict()).as(finding.sentence()).isEqualTo(Verdict.BROKEN);
    assertThat(finding.sentence()).contains(words);
  }

  private static Consumer<Finding> weak(String words) {
    return finding -> {
      assertThat(finding.verdict()).as(finding.sentence()).isEqualTo(Verdict.WEAK);
      assertThat(finding.sentence()).contains(words);
    };
  }
}
