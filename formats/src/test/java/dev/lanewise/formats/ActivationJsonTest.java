package dev.lanewise.formats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.layers.Layer;
import dev.lanewise.layers.Network.Named;
import dev.lanewise.layers.activation.Celu;
import dev.lanewise.layers.activation.Elu;
import dev.lanewise.layers.activation.Gelu;
import dev.lanewise.layers.activation.LeakyRelu;
import dev.lanewise.layers.activation.PRelu;
import dev.lanewise.layers.activation.Softplus;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Activations and noise as JSON: defaults and mistakes; ModelJsonPropertyTest reads and writes. */
class ActivationJsonTest {

  private static List<Layer> parse(String layers) {
    return ModelJson.parse("{\"input\":[1,8,8],\"layers\":[" + layers + "]}", "m.json")
        .layers()
        .stream()
        .map(Named::layer)
        .toList();
  }

  @Test
  void defaultsArePyTorchs() {
    assertEquals(
        List.of(
            new LeakyRelu(0.01),
            new PRelu(PRelu.Slopes.SHARED, 0.25),
            new Elu(1),
            new Celu(1),
            new Gelu(Gelu.Form.ERF),
            new Softplus(1, 20)),
        parse("\"leaky-relu\",\"prelu\",\"elu\",\"celu\",\"gelu\",\"softplus\""));
  }

  @Test
  void whatIsWrittenNamesEveryNumber() {
    assertEquals(
        "{\"type\":\"prelu\",\"name\":\"p\",\"slopes\":\"channel\",\"init\":0.5}",
        LayerJson.write(new Named(Optional.of("p"), new PRelu(PRelu.Slopes.CHANNEL, 0.5)))
            .toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"leakyrelu\" | layers[0]: unknown layer type: leakyrelu. Did you mean leaky-relu?",
        "{\"type\":\"leaky-relu\",\"slope\":\"x\"} | layers[0] (leaky-relu): slope must be a finite"
            + " number. Received: \"x\"",
        "{\"type\":\"gelu\",\"form\":\"tan\"} | layers[0] (gelu): unknown form: tan. Did you mean"
            + " tanh?",
        "{\"type\":\"prelu\",\"slopes\":3} | layers[0] (prelu): slopes must be a text. Received: 3",
        "{\"type\":\"celu\",\"alpha\":0} | layers[0] (celu): The alpha of CELU must be positive and"
            + " finite. Received: 0.0",
        "{\"type\":\"softplus\",\"beta\":-1} | layers[0] (softplus): The beta of Softplus must be"
            + " positive and finite. Received: -1.0",
        "{\"type\":\"gaussian-dropout\",\"rate\":1} | layers[0] (gaussian-dropout): The rate of"
            + " GaussianDropout must be at least 0 and less than 1. Received: 1.0",
        "{\"type\":\"spatial-dropout\",\"rate\":-0.1} | layers[0] (spatial-dropout): A dropout"
            + " probability must be at least 0 and less than 1. Received: -0.1",
        "{\"type\":\"gaussian-noise\"} | layers[0] (gaussian-noise): deviation is missing."
            + " Received: type",
        "{\"type\":\"gaussian-noise\",\"deviation\":-1} | layers[0] (gaussian-noise): The deviation"
            + " of GaussianNoise must be at least 0 and finite. Received: -1.0",
      })
  void mistakes(String layer, String message) {
    assertEquals(
        "m.json: " + message, assertThrows(FormatException.class, () -> parse(layer)).getMessage());
  }

  @Test
  void aTypeThatResemblesNoneIsToldOfSome() {
    String message = assertThrows(FormatException.class, () -> parse("\"attention\"")).getMessage();
    String start = "m.json: layers[0]: unknown layer type: attention. Expected one of: ";
    assertTrue(message.startsWith(start), message);
    List<String> told = List.of(message.substring(start.length()).split(", "));
    List<String> all = LayerJson.KEYS.keySet().stream().sorted().toList();
    int some = told.size() - 1;
    assertTrue(some > 10, message);
    assertEquals(all.subList(0, some), told.subList(0, some));
    assertEquals("and " + (all.size() - some) + " more", told.getLast());
  }
}
