package dev.slipway.web.problem;

/**
 * An account was refused access. Fired while the request is still the current one.
 *
 * @param account that was refused
 * @param path of the request
 * @param isHidden whether the response says that there is nothing: maybe there is something of
 *     another account. Otherwise it says that the account lacks a right
 */
public record AccessRefused(String account, String path, boolean isHidden) {}
