package dev.slipway.account.login;

import dev.slipway.account.DemoAccount;
import java.util.List;

/**
 * What the login page shows.
 *
 * @param returnTo the page to go back to
 * @param username as typed before, or null
 * @param error what went wrong, or null
 */
record LoginPage(String returnTo, String username, String error, List<DemoAccount> demoAccounts) {}
