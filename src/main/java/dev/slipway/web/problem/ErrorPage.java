package dev.slipway.web.problem;

/** What the error page shows. */
public record ErrorPage(int status, String title, String detail) {}
