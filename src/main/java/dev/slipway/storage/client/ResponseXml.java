package dev.slipway.storage.client;

import java.io.IOException;
import java.io.StringReader;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/** Reads the XML of answers. A document that defines entities is none of S3's, and not read. */
final class ResponseXml {
  private static final String NO_DOCTYPE = "http://apache.org/xml/features/disallow-doctype-decl";

  private ResponseXml() {}

  /** Empty where it is no XML. */
  static Optional<Element> parse(String text) {
    try {
      var factory = DocumentBuilderFactory.newInstance();
      factory.setNamespaceAware(true);
      factory.setFeature(NO_DOCTYPE, true);
      var builder = factory.newDocumentBuilder();
      // The default one prints to the console.
      builder.setErrorHandler(new DefaultHandler());
      return Optional.of(
          builder.parse(new InputSource(new StringReader(text))).getDocumentElement());
    } catch (SAXException | IOException notXml) {
      return Optional.empty();
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException(e);
    }
  }

  static Stream<Element> children(Element parent) {
    return elements(parent.getChildNodes());
  }

  /** At any depth, with this name in any namespace. */
  static Stream<Element> descendants(Element parent, String name) {
    return elements(parent.getElementsByTagNameNS("*", name));
  }

  /** Of the first with this name, or an empty text. */
  static String textOf(Element parent, String name) {
    return descendants(parent, name)
        .map(Element::getTextContent)
        .map(String::strip)
        .findFirst()
        .orElse("");
  }

  private static Stream<Element> elements(NodeList nodes) {
    return IntStream.range(0, nodes.getLength())
        .mapToObj(nodes::item)
        .filter(Element.class::isInstance)
        .map(Element.class::cast);
  }
}
