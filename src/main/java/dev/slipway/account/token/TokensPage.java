package dev.slipway.account.token;

import java.util.List;

/**
 * What the page of one's own tokens shows.
 *
 * @param issued the token that has just been made, or null
 * @param command to try it with in a shell, or null
 */
record TokensPage(List<TokenView> tokens, IssuedToken issued, String command, TokenForm form) {}
