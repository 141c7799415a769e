package dev.slipway.testing;

import io.quarkus.test.junit.QuarkusTestProfile;

/**
 * For tests with a relay. Tests with a profile run after those without one. So the gauges that
 * other tests read belong to the first application of the process, whose meters the registry keeps.
 */
public final class RelayProfile implements QuarkusTestProfile {}
