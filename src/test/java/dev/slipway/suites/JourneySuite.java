package dev.slipway.suites;

import org.junit.platform.suite.api.IncludeClassNamePatterns;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/** The journeys of users through the pages, the lab and processing. */
@Suite
@SelectPackages("dev.slipway")
@IncludeClassNamePatterns(SuiteClasses.JOURNEYS)
class JourneySuite {}
