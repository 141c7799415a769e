package dev.slipway.lab.comparison;

import dev.slipway.lab.comparison.client.Way;

/**
 * The cost of some clients at once, in one way.
 *
 * @param clients at once, each of which sends one file
 * @param seconds from the start of all until the last file was in the catalogue
 * @param processorSeconds of the application's threads
 * @param runtimeSeconds of the garbage collector and the compiler, for all parts of the process
 * @param clientSeconds of the clients' threads
 * @param storeSeconds of the embedded store's threads; 0 with another store
 * @param allocatedBytes of the application's threads
 * @param applicationBytes that passed through the application: exchanged with clients, and file
 *     bytes that it sent to the store
 * @param applicationRequests of the clients to the application: over HTTP, or of SFTP
 * @param storeRequests of the clients and of the application to the store
 * @param waits how often a client had to wait because of a limit
 */
record Measurement(
    Way way,
    int clients,
    double seconds,
    double processorSeconds,
    double runtimeSeconds,
    double clientSeconds,
    double storeSeconds,
    long allocatedBytes,
    long applicationBytes,
    long applicationRequests,
    long storeRequests,
    long waits) {}
