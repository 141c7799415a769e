package dev.slipway.account.login;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Names browser and system of a user agent in words, such as "Firefox on Linux", so that people
 * recognise their sessions. A browser can claim to be any other one.
 */
final class DeviceName {
  private static final String UNKNOWN = "Unknown browser";

  /** By what the user agent contains. The first match counts, because most claim to be Safari. */
  private static final Map<String, String> BROWSERS = new LinkedHashMap<>();

  /** Those of phones first, because they also name the system that they derive from. */
  private static final Map<String, String> SYSTEMS = new LinkedHashMap<>();

  static {
    BROWSERS.put("Edg", "Edge");
    BROWSERS.put("OPR/", "Opera");
    BROWSERS.put("SamsungBrowser/", "Samsung Internet");
    BROWSERS.put("Vivaldi/", "Vivaldi");
    BROWSERS.put("Firefox/", "Firefox");
    BROWSERS.put("FxiOS/", "Firefox");
    BROWSERS.put("CriOS/", "Chrome");
    BROWSERS.put("Chrome/", "Chrome");
    BROWSERS.put("Chromium/", "Chrome");
    BROWSERS.put("Safari/", "Safari");
    BROWSERS.put("curl/", "curl");

    SYSTEMS.put("iPhone", "iPhone");
    SYSTEMS.put("iPad", "iPad");
    SYSTEMS.put("Android", "Android");
    SYSTEMS.put("CrOS", "ChromeOS");
    SYSTEMS.put("Windows", "Windows");
    SYSTEMS.put("Macintosh", "macOS");
    SYSTEMS.put("Linux", "Linux");
  }

  private DeviceName() {}

  /**
   * @param userAgent null if it is not known
   */
  static String of(String userAgent) {
    if (userAgent == null) {
      return UNKNOWN;
    }
    var browser = firstMatch(BROWSERS, userAgent, UNKNOWN);
    var system = firstMatch(SYSTEMS, userAgent, "");
    return system.isEmpty() ? browser : browser + " on " + system;
  }

  private static String firstMatch(Map<String, String> names, String userAgent, String otherwise) {
    return names.entrySet().stream()
        .filter(name -> userAgent.contains(name.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(otherwise);
  }
}
