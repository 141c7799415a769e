package dev.slipway.suites;

import org.junit.platform.suite.api.IncludeClassNamePatterns;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/** The journeys of users through the pages. */
@Suite
@SelectPackages(BrowserSuite.JOURNEYS)
@IncludeClassNamePatterns(ApplicationSuite.TEST_CLASSES)
class BrowserSuite {
  static final String JOURNEYS = "dev.slipway.journey";
}
