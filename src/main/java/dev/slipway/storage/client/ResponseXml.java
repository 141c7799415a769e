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

/**
 * Parses the XML in responses of the store. Documents with a DOCTYPE are rejected: S3 sends none,
 * and they can define entities.
 */
public final class ResponseXml {
  private static final String NO_DOCTYPE = "http://apache.org/xml/features/disallow-doctype-decl";

  private ResponseXml() {}

  /** Returns the root element; empty if the text is not XML. */
  public static Optional<Element> parse(String text) {
    try {
      var factory = DocumentBuilderFactory.newInstance();
      factory.setNamespaceAware(true);
      factory.setFeature(NO_DOCTYPE, true);
      var builder = factory.newDocumentBuilder();
      // The default handler prints to the console.
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

  /** Returns the elements with this name in any namespace, at any depth. */
  public static Stream<Element> descendants(Element parent, String name) {
    return elements(parent.getElementsByTagNameNS("*", name));
  }

  /** Returns the text of the first element with this name, or an empty string. */
  public static String textOf(Element parent, String name) {
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
