package dev.slipway.suites;

import org.junit.platform.suite.api.ExcludeClassNamePatterns;
import org.junit.platform.suite.api.IncludeClassNamePatterns;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/** All tests that the other suites don't run, except the fault tests. */
@Suite
@SelectPackages("dev.slipway")
@IncludeClassNamePatterns(SuiteClasses.TESTS)
@ExcludeClassNamePatterns({SuiteClasses.JOURNEYS, SuiteClasses.PROGRAMS, SuiteClasses.FAULTS})
class ApplicationSuite {}
