package dev.slipway.suites;

import org.junit.platform.suite.api.IncludeClassNamePatterns;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/** Packages that start other programs. Their tests hardly need the application. */
@Suite
@SelectPackages({ProgramSuite.EMBEDDED, ProgramSuite.MEDIA})
@IncludeClassNamePatterns(ApplicationSuite.TEST_CLASSES)
class ProgramSuite {
  static final String EMBEDDED = "dev.slipway.embedded";
  static final String MEDIA = "dev.slipway.media";
}
