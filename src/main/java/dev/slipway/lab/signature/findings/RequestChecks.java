package dev.slipway.lab.signature.findings;

import dev.slipway.lab.signature.canonical.SignedLine;
import dev.slipway.lab.signature.request.SentRequest;
import dev.slipway.lab.signature.url.LikelyMethod;
import dev.slipway.lab.signature.url.PastedUrl;
import dev.slipway.lab.signature.url.PercentEncoding;
import dev.slipway.lab.signature.url.QueryParameter;
import dev.slipway.lab.signature.url.SignedUrl;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Compares method, host, path and query of the request with the URL. */
final class RequestChecks {
  private RequestChecks() {}

  static List<Finding> check(Evidence evidence) {
    if (evidence.sent().isEmpty()) {
      return List.of();
    }
    var sent = evidence.sent().get();
    var findings = new ArrayList<Finding>();
    checkMethod(evidence, sent, findings);
    checkHost(evidence.url(), sent, findings);
    if (sent.url() != null) {
      var pasted = PastedUrl.of(sent.url());
      checkCopy(sent, pasted, findings);
      checkAddress(evidence.url(), pasted.text(), findings);
    }
    return findings;
  }

  /** Whether the URL was sent as someone copied it, with what copying has added. */
  private static void checkCopy(SentRequest sent, PastedUrl pasted, List<Finding> findings) {
    if (sent.cutByShell()) {
      findings.add(
          Finding.error(
                  "url-unquoted",
                  "The URL has no quotes around it. A shell ends the command at the first &, so only"
                      + " the part before it was sent, and no header that comes after it. Put the"
                      + " URL in single quotes.")
              .at(SignedLine.QUERY)
              .comparing(null, sent.url().substring(0, sent.url().indexOf('&'))));
    }
    if (pasted.wasEscaped()) {
      findings.add(
          Finding.error(
                  "url-escaped",
                  "The request was sent with ampersands that are escaped for HTML or JSON, so the"
                      + " store reads other names of parameters. Send the URL with plain ones.")
              .comparing("&", "&amp; or \\u0026"));
    }
    if (pasted.wasWrapped()) {
      findings.add(
          Finding.error(
                  "url-wrapped",
                  "The URL in the request contains a line break or a space. Clients refuse such a"
                      + " URL, or send only a part of it. Join it to one line without spaces.")
              .comparing("one line", "line breaks or spaces"));
    }
  }

  private static void checkMethod(Evidence evidence, SentRequest sent, List<Finding> findings) {
    if (sent.method() == null) {
      return;
    }
    var signed = evidence.signedMethod();
    if (signed.isPresent() && !signed.get().equals(sent.method())) {
      findings.add(
          Finding.error(
                  "method-differs",
                  "The URL is signed for %s, but the request is a %s. A signature is valid for one"
                          .formatted(signed.get(), sent.method())
                      + " method only.")
              .at(SignedLine.METHOD)
              .comparing(signed.get(), sent.method()));
      return;
    }
    var likely = LikelyMethod.of(evidence.url());
    if (signed.isEmpty() && likely.filter(method -> !method.equals(sent.method())).isPresent()) {
      var message =
          "The URL was probably signed for %s, because of what it signs. The request is a %s, and a"
                  .formatted(likely.get(), sent.method())
              + " signature is valid for one method only.";
      findings.add(
          (lacksHeaders(evidence, sent) || evidence.isAnswered("SignatureDoesNotMatch")
                  ? Finding.error("method-unlikely", message)
                  : Finding.warning("method-unlikely", message))
              .at(SignedLine.METHOD)
              .comparing(likely.get(), sent.method()));
    }
  }

  /** Whether it has no body, and so doesn't have the signed headers that describe one. */
  private static boolean lacksHeaders(Evidence evidence, SentRequest sent) {
    return Set.of("GET", "HEAD", "DELETE").contains(sent.method())
        && evidence.url().signedHeaders().stream()
            .anyMatch(name -> !name.equals("host") && sent.lacks(name));
  }

  private static void checkHost(SignedUrl url, SentRequest sent, List<Finding> findings) {
    sent.header("host")
        .filter(host -> !isSameHost(url, host))
        .ifPresent(
            host ->
                findings.add(
                    Finding.error(
                            "host-differs",
                            "The request has another Host header than the URL. A proxy in front of"
                                + " the store must pass the original host and port, or the URL must"
                                + " be signed for the proxy's.")
                        .at(SignedLine.HEADER_PREFIX + "host")
                        .comparing(url.host(), host)));
  }

  private static boolean isSameHost(SignedUrl url, String host) {
    var defaultPort = url.protocol().equals("https") ? ":443" : ":80";
    var lower = host.toLowerCase(Locale.ROOT);
    return lower.equals(url.host()) || lower.equals(url.host() + defaultPort);
  }

  /** The URL or the target of the request, which may have been changed on the way. */
  private static void checkAddress(SignedUrl url, String target, List<Finding> findings) {
    var withoutFragment = target.split("#", 2)[0];
    var question = withoutFragment.indexOf('?');
    var path = question < 0 ? withoutFragment : withoutFragment.substring(0, question);
    if (path.contains("://")) {
      var authority = path.substring(path.indexOf("://") + 3);
      var slash = authority.indexOf('/');
      checkAuthority(url, slash < 0 ? authority : authority.substring(0, slash), findings);
      path = slash < 0 ? "/" : authority.substring(slash);
    }
    if (!PercentEncoding.canonicalPath(path).equals(url.canonicalPath())) {
      findings.add(
          Finding.error("path-differs", "The request was sent to another path than the signed one.")
              .at(SignedLine.PATH)
              .comparing(url.rawPath(), path));
    }
    checkQuery(url, question < 0 ? "" : withoutFragment.substring(question + 1), findings);
  }

  private static void checkAuthority(SignedUrl url, String authority, List<Finding> findings) {
    if (!isSameHost(url, authority)) {
      findings.add(
          Finding.error("host-differs", "The request was sent to another host than the signed one.")
              .at(SignedLine.HEADER_PREFIX + "host")
              .comparing(url.host(), authority));
    }
  }

  private static void checkQuery(SignedUrl url, String query, List<Finding> findings) {
    var signed = canonical(url.query());
    var sent = canonical(QueryParameter.parse(query));
    var missing = signed.stream().filter(text -> !sent.contains(text)).findFirst();
    var added = sent.stream().filter(text -> !signed.contains(text)).findFirst();
    if (missing.isPresent() || added.isPresent()) {
      findings.add(
          Finding.error(
                  "query-differs",
                  query.isEmpty()
                      ? "The request was sent without the query. Put the URL in quotes in a shell."
                      : "The request has other parameters than the URL. Each of them is signed.")
              .at(SignedLine.QUERY)
              .comparing(missing.orElse("no such parameter"), added.orElse("no such parameter")));
    }
  }

  private static Set<String> canonical(List<QueryParameter> query) {
    return query.stream()
        .map(QueryParameter::canonical)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }
}
