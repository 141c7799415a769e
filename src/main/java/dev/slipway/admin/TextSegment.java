package dev.slipway.admin;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** A piece of a sentence: words, or something to be typed as it stands. */
public record TextSegment(String text, boolean isCode) {
  /** Settings, rights, ARNs, paths and addresses, without the mark that ends the sentence. */
  private static final Pattern CODE =
      Pattern.compile(
          "[A-Z][A-Z0-9]*(?:_[A-Z0-9<>]+)+(?:=\\w+)?|s3:[A-Za-z]+(?::[A-Za-z]+)?|arn:\\S*[^\\s.,)]"
              + "|https?://[^\\s)]*[^\\s.,:)]|(?<= )/[a-z][\\w/-]+|x-(?:amz|goog)-[a-z0-9-]+"
              + "|docs/[a-z]+\\.md|[A-Z]+(?:-[A-Z]+){2,}|mc event ls");

  public static List<TextSegment> split(String sentence) {
    var phrases = new ArrayList<TextSegment>();
    var code = CODE.matcher(sentence);
    var end = 0;
    while (code.find()) {
      phrases.add(new TextSegment(sentence.substring(end, code.start()), false));
      phrases.add(new TextSegment(code.group(), true));
      end = code.end();
    }
    phrases.add(new TextSegment(sentence.substring(end), false));
    return phrases;
  }
}
