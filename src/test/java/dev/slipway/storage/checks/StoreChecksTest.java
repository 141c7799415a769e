package dev.slipway.storage.checks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.doctor.Check;
import dev.slipway.doctor.CheckResult;
import dev.slipway.doctor.CheckStatus;
import dev.slipway.storage.StoreOrigin;
import dev.slipway.storage.client.FaultyStore;
import dev.slipway.storage.client.FaultyStore.Fault;
import dev.slipway.testing.Asvs;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The checks with a correct store and with faulty ones. */
class StoreChecksTest {
  private static final String ORIGIN = "https://slipway.example";

  private FaultyStore store;

  @BeforeEach
  void open() throws IOException {
    store = new FaultyStore();
  }

  @AfterEach
  void closeAndVerifyCleanUp() {
    store.close();
    assertThat(store.size()).isZero();
  }

  @Test
  void passOnACorrectStore() {
    assertThat(all())
        .allSatisfy(check -> assertThat(run(check).status()).isEqualTo(CheckStatus.FINE));
  }

  @Test
  void detectOverwritingPuts() {
    store.addFault(Fault.OVERWRITES);

    assertBroken(conditionalPut(), "If-None-Match");
  }

  @Test
  void detectIgnoredChecksums() {
    store.addFault(Fault.IGNORES_CHECKSUMS);

    assertBroken(checksums(), "x-amz-checksum-sha256");
  }

  @Test
  void detectAcceptedForgedSignatures() {
    store.addFault(Fault.ACCEPTS_FORGED_SIGNATURES);

    assertBroken(forgedSignature(), "CVE-2026-41145");
  }

  @Test
  void detectCopiesThroughUploadUrls() {
    store.addFault(Fault.ACCEPTS_UNSIGNED_COPIES);

    assertBroken(unsignedCopy(), "s3:x-amz-copy-source");
  }

  @Test
  void detectObjectsThatEveryoneCanRead() {
    store.addFault(Fault.IGNORES_UNSIGNED_ACLS);
    assertThat(run(publicAccess()).status()).isEqualTo(CheckStatus.FINE);
    store.addFault(Fault.OBEYS_UNSIGNED_ACLS);
    assertBroken(publicAccess(), "obeys x-amz-acl although it is not signed");
    store.addFault(Fault.IS_PUBLIC);
    assertBroken(publicAccess(), "Everyone can read the objects of the bucket slipway-videos");
  }

  @Test
  void detectClockSkew() {
    assertThat(run(clock(Duration.ofSeconds(-60)))).satisfies(weak("s ahead of the application's"));
    assertThat(run(clock(Duration.ofSeconds(60)))).satisfies(weak("s behind the application's"));
    assertBroken(clock(Duration.ofMinutes(-20)), "NTP");
  }

  @Test
  void detectCorsProblems() {
    assertThat(cors().run(null).status()).isEqualTo(CheckStatus.UNKNOWN);
    store.addFault(Fault.HIDES_ETAG);
    assertThat(run(cors())).satisfies(weak("can't read the ETag"));
    store.addFault(Fault.REFUSES_SIGNED_HEADERS);
    assertBroken(cors(), "the header if-none-match");
    store.addFault(Fault.REFUSES_PREFLIGHTS);
    assertBroken(cors(), "MINIO_API_CORS_ALLOW_ORIGIN");
  }

  @Test
  void detectThatRenditionsCannotBePlayed() {
    store.addFault(Fault.REFUSES_PREFLIGHTS_OF_DERIVED_FILES);

    assertBroken(cors(), "for the bucket slipway-derived");
  }

  @Test
  @Asvs("13.2.2")
  void detectExcessPermissions() {
    store.addFault(Fault.LISTS_ALL_BUCKETS);
    assertThat(run(rights())).satisfies(weak("can list buckets of others"));
    store.addFault(Fault.ALLOWS_READING_POLICIES);
    assertThat(run(rights())).satisfies(weak("the bucket's policy"));
    store.addFault(Fault.GRANTS_ADMIN);
    assertThat(run(rights())).satisfies(weak("as root can"));
  }

  @Test
  void nameTheMissingPermission() {
    store.addFault(Fault.FORBIDS_ABORTS);

    assertBroken(multipart(), "s3:AbortMultipartUpload");
  }

  @Test
  void reportAMissingBucket() {
    store.addFault(Fault.HAS_NO_BUCKET);

    assertBroken(bucket(), "The bucket slipway-videos does not exist");
    assertBroken(publicEndpoint(), "The bucket slipway-videos does not exist");
  }

  @Test
  void nameTheRequestThatThePublicEndpointRefuses() {
    store.addFault(Fault.FORBIDS_READS);

    assertBroken(publicEndpoint(), "s3:GetObject");
  }

  @Test
  void areInconclusiveWhenTheStoreFails() {
    store.addFault(Fault.FAILS);

    assertThat(
            List.of(
                bucket(),
                multipart(),
                conditionalPut(),
                forgedSignature(),
                unsignedCopy(),
                publicAccess(),
                rights()))
        .allSatisfy(check -> assertThat(run(check).status()).isEqualTo(CheckStatus.UNKNOWN));
  }

  @Test
  void onlyTheBucketCheckFailsWhenTheStoreIsDown() {
    store.close();

    assertBroken(bucket(), "SLIPWAY_STORE_ENDPOINT");
    assertThat(all().subList(1, all().size()))
        .allSatisfy(check -> assertThat(run(check).status()).isEqualTo(CheckStatus.UNKNOWN));
  }

  @Test
  void theBucketCheckRemovesTestObjectsOfTheDayBefore() throws IOException {
    testObjects().create().put();

    assertThat(run(bucket(Duration.ofHours(23))).status()).isEqualTo(CheckStatus.FINE);
    assertThat(store.size()).isEqualTo(1);
    assertThat(run(bucket(Duration.ofHours(25))).status()).isEqualTo(CheckStatus.FINE);
    assertThat(store.size()).isZero();
  }

  private List<Check> all() {
    return List.of(
        bucket(),
        multipart(),
        conditionalPut(),
        checksums(),
        forgedSignature(),
        unsignedCopy(),
        publicAccess(),
        clock(Duration.ZERO),
        cors(),
        rights(),
        publicEndpoint());
  }

  private Check bucket() {
    return bucket(Duration.ZERO);
  }

  private Check bucket(Duration ahead) {
    var config = store.config();
    var objects = StoreCheckFixtures.testObjects(store, ahead);
    return new BucketCheck("Bucket", config.bucket(), config, store.rawClient(), objects);
  }

  private Check multipart() {
    return new MultipartCheck(store.config(), store.rawClient(), testObjects());
  }

  private Check conditionalPut() {
    return new ConditionalPutCheck(store.config(), store.rawClient(), testObjects());
  }

  private Check checksums() {
    return new ChecksumCheck(store.config(), store.rawClient(), testObjects());
  }

  private Check forgedSignature() {
    return new ForgedSignatureCheck(store.config(), store.rawClient(), testObjects());
  }

  private Check unsignedCopy() {
    return new UnsignedCopyCheck(store.config(), store.rawClient(), testObjects());
  }

  private Check publicAccess() {
    return new PublicAccessCheck(store.config(), store.rawClient(), testObjects());
  }

  private Check clock(Duration ahead) {
    return new ClockCheck(
        store.config(), store.rawClient(), Clock.offset(Clock.systemUTC(), ahead));
  }

  private Check cors() {
    return new CorsCheck(store.config(), routes());
  }

  private Check rights() {
    return new LeastPrivilegeCheck(store.config(), store.rawClient());
  }

  private Check publicEndpoint() {
    return new PublicEndpointCheck(store.config(), new StoreOrigin(store.config()), routes());
  }

  private TestObjects testObjects() {
    return StoreCheckFixtures.testObjects(store);
  }

  private StoreRoutes routes() {
    return StoreCheckFixtures.routes(store.config(), store.rawClient());
  }

  private static CheckResult run(Check check) {
    return check.run(ORIGIN);
  }

  private static void assertBroken(Check check, String text) {
    var result = run(check);
    assertThat(result.status()).as(result.message()).isEqualTo(CheckStatus.BROKEN);
    assertThat(result.message()).contains(text);
  }

  private static Consumer<CheckResult> weak(String text) {
    return result -> {
      assertThat(result.status()).as(result.message()).isEqualTo(CheckStatus.WEAK);
      assertThat(result.message()).contains(text);
    };
  }
}
