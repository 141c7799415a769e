package dev.slipway.lab.signature.answer;

import java.io.StringReader;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads the XML that stores answer with, with or without the headers before it. The text comes from
 * outside: a document type is refused, so there are no entities to expand or files to load.
 */
public final class StoreAnswerParser {
  private static final Pattern STATUS_LINE = Pattern.compile("HTTP/[\\d.]{1,3} (\\d{3})\\b");
  private static final Pattern ERROR_HEADER =
      Pattern.compile("(?im)^(?:< )?x-minio-error-(code|desc): *\"?([^\"\\r\\n]*)");
  private static final int MAX_DEPTH = 8;

  private StoreAnswerParser() {}

  /** Returns empty if the text contains neither an XML document nor an HTTP status. */
  public static Optional<StoreAnswer> parse(String pasted) {
    var status = statusOf(pasted);
    var fields = documentIn(pasted).flatMap(StoreAnswerParser::readFields);
    if (fields.isEmpty() && status == 0) {
      return Optional.empty();
    }
    return Optional.of(new StoreAnswer(status, fields.orElseGet(() -> fieldsInHeaders(pasted))));
  }

  private static int statusOf(String pasted) {
    // The last one: 100 Continue comes before the real answer.
    return STATUS_LINE
        .matcher(pasted)
        .results()
        .reduce((one, two) -> two)
        .map(match -> Integer.parseInt(match.group(1)))
        .orElse(0);
  }

  /** MinIO repeats code and message in headers, because an answer to HEAD has no body. */
  private static Map<String, String> fieldsInHeaders(String pasted) {
    var fields = new HashMap<String, String>();
    ERROR_HEADER
        .matcher(pasted)
        .results()
        .forEach(
            match ->
                fields.put(
                    match.group(1).equalsIgnoreCase("code") ? "Code" : "Message", match.group(2)));
    return fields;
  }

  /** From the declaration or the root element to the last tag. */
  private static Optional<String> documentIn(String pasted) {
    var declaration = pasted.indexOf("<?xml");
    var start = declaration >= 0 ? declaration : pasted.indexOf("<Error");
    return start < 0 || pasted.contains("<!DOCTYPE")
        ? Optional.empty()
        : Optional.of(pasted.substring(start, Math.max(start, pasted.lastIndexOf('>') + 1)));
  }

  /** A document that was cut off yields the elements before the cut. */
  private static Optional<Map<String, String>> readFields(String document) {
    var fields = new HashMap<String, String>();
    try {
      var reader = createFactory().createXMLStreamReader(new StringReader(document));
      try {
        readFields(reader, fields);
      } finally {
        reader.close();
      }
    } catch (XMLStreamException cutOffOrNotXml) {
      return fields.isEmpty() ? Optional.empty() : Optional.of(fields);
    }
    return Optional.of(fields);
  }

  /** The texts of the elements by name, at any depth; the first one of each name. */
  private static void readFields(XMLStreamReader reader, Map<String, String> fields)
      throws XMLStreamException {
    var text = new StringBuilder();
    var depth = 0;
    while (reader.hasNext()) {
      switch (reader.next()) {
        case XMLStreamConstants.START_ELEMENT -> {
          text.setLength(0);
          if (++depth > MAX_DEPTH) {
            throw new XMLStreamException("Nested too deeply");
          }
        }
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA ->
            text.append(reader.getText());
        case XMLStreamConstants.END_ELEMENT -> {
          if (--depth > 0) {
            fields.putIfAbsent(reader.getLocalName(), text.toString());
          }
          text.setLength(0);
        }
        default -> {
          // Comments and the end of the document.
        }
      }
    }
  }

  private static XMLInputFactory createFactory() {
    var factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    return factory;
  }
}
