/**
 * What administrators do with accounts: list, create, invite, change, disable and remove them.
 * Other packages implement {@link dev.slipway.account.administration.RemovalStep} for what belongs
 * to a removed account.
 */
package dev.slipway.account.administration;
