package dev.slipway.suites;

import org.junit.platform.suite.api.IncludeClassNamePatterns;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/** The journeys of users through the pages, and packages that share their test profiles. */
@Suite
@SelectPackages({JourneySuite.JOURNEYS, JourneySuite.LAB, JourneySuite.PROCESSING})
@IncludeClassNamePatterns(ApplicationSuite.TEST_CLASSES)
class JourneySuite {
  static final String JOURNEYS = "dev.slipway.journey";
  static final String LAB = "dev.slipway.lab";
  static final String PROCESSING = "dev.slipway.processing";
}
