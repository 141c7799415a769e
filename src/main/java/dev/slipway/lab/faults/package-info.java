/**
 * The fault lab: lets administrators disturb the connections between browser, store, application
 * and database for a minute, and shows how an upload survives. A relay outside of the application
 * causes the faults; this package knows only its control API. Without a relay nothing of it exists.
 */
package dev.slipway.lab.faults;
