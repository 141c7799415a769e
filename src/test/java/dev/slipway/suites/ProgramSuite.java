package dev.slipway.suites;

import org.junit.platform.suite.api.IncludeClassNamePatterns;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/** Packages that start other programs and don't need the application. */
@Suite
@SelectPackages({"dev.slipway.embedded", "dev.slipway.media"})
@IncludeClassNamePatterns(SuiteClasses.PROGRAMS)
class ProgramSuite {}
