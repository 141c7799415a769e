package dev.slipway.suites;

import org.junit.platform.suite.api.ExcludePackages;
import org.junit.platform.suite.api.IncludeClassNamePatterns;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/** All tests that the other suites don't run, except the fault tests, which need the package. */
@Suite
@SelectPackages("dev.slipway")
@ExcludePackages({
  JourneySuite.JOURNEYS,
  JourneySuite.LAB,
  JourneySuite.PROCESSING,
  ProgramSuite.EMBEDDED,
  ProgramSuite.MEDIA,
  "dev.slipway.faults"
})
@IncludeClassNamePatterns(ApplicationSuite.TEST_CLASSES)
class ApplicationSuite {
  static final String TEST_CLASSES = ".*Test";
}
