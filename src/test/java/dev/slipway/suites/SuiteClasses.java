package dev.slipway.suites;

/**
 * The suite of each test class, by patterns of class names. The package decides, except for classes
 * that share their test profile or resource with classes of the other suite: a suite starts an
 * application for each profile and set of resources that its classes use.
 */
final class SuiteClasses {
  static final String TESTS = ".*Test";

  /** Need the packaged program. */
  static final String FAULTS = "dev\\.slipway\\.faults\\..*";

  /** Start other programs, and no application. */
  static final String PROGRAMS =
      "dev\\.slipway\\.(?:embedded|media)\\.(?!ApplicationAddressTest$).*Test";

  /** The other packages' classes that share an application with journeys or processing. */
  static final String SHARE_JOURNEYS =
      "admin\\.VideoJobsInspectionTest" // QueuedProcessingProfile
          + "|sftp\\.server\\.SftpScanTest" // QueuedRenditionsProfile
          // CustomSettingsProfile
          + "|audit\\.AccessDenialsTest"
          + "|catalogue\\.UrlLifetimeTest"
          + "|catalogue\\.deletion\\.TrashExpiryTest"
          + "|catalogue\\.metadata\\.MetadataRecoveryTest"
          + "|uploads\\.CurlRecipesTest"
          + "|webhooks\\.delivery\\.WebhookDeliveryTest";

  /** Classes of these packages that share an application with those of other packages. */
  static final String SHARE_OTHERS =
      "journey\\.BelowPathJourneyTest" // PathPrefixProfile
          + "|lab\\.attacks\\.AttackNotApplicableTest" // IntegrationsProfile
          + "|processing\\.WorkerRoleTest" // WorkerProfile
          // BehindProxyProfile
          + "|lab\\.LabDisabledTest"
          + "|lab\\.attacks\\.AttacksDisabledTest"
          // The relay of the fault lab
          + "|journey\\.FaultsJourneyTest"
          + "|journey\\.LabPagesJourneyTest"
          + "|lab\\.faults\\.FaultResourceTest"
          + "|lab\\.questions\\.QuestionPagesTest"
          + "|processing\\.RetryRulesTest";

  static final String JOURNEYS =
      "dev\\.slipway\\.(?:(?!(?:"
          + SHARE_OTHERS
          + ")$)(?:journey|lab|processing)\\..*Test|"
          + SHARE_JOURNEYS
          + ")";

  private SuiteClasses() {}
}
