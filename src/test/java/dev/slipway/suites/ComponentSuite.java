package dev.slipway.suites;

import org.junit.platform.suite.api.IncludeClassNamePatterns;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/** Packages whose tests hardly need the application. */
@Suite
@SelectPackages({ComponentSuite.EMBEDDED, ComponentSuite.MEDIA})
@IncludeClassNamePatterns(ApplicationSuite.TEST_CLASSES)
class ComponentSuite {
  static final String EMBEDDED = "dev.slipway.embedded";
  static final String MEDIA = "dev.slipway.media";
}
