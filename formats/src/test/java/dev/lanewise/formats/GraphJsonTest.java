package dev.lanewise.formats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lanewise.layers.Network;
import dev.lanewise.layers.model.ModelSpec;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Branches in model files, and what is wrong with them. */
final class GraphJsonTest {

  private static final String CONV = "{\"type\":\"conv2d\",\"channels\":2,\"kernel\":1";

  private static ModelSpec parse(String layers) {
    return ModelJson.parse("{\"input\":[2,4,4],\"layers\":[" + layers + "]}", "m.json");
  }

  @Test
  void layersReadWhatTheySay() {
    ModelSpec spec =
        parse(
            CONV
                + ",\"name\":\"stem\"},\"relu\",{\"type\":\"add\",\"inputs\":[\"relu1\",\"stem\"]},"
                + "{\"type\":\"concat\",\"inputs\":[\"add1\",\"input\"]}");
    List<Network.Node> nodes = spec.network(1).nodes();
    assertEquals(List.of(2, 1), nodes.get(2).from());
    assertEquals(List.of(3, 0), nodes.get(3).from());
    assertEquals(spec, ModelJson.parse(ModelJson.text(spec), "again"));
  }

  @Test
  void oneInputNeedsNoList() {
    ModelSpec spec = parse(CONV + "},{\"type\":\"relu\",\"inputs\":\"conv1\"}");
    assertEquals(List.of(1), spec.network(1).nodes().get(1).from());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"type\":\"add\",\"inputs\":[\"a\",\"b\"]},{\"type\":\"relu\",\"name\":\"b\"} | m.json:"
            + " layers[1] (add1): inputs must name layers of the network. Received: \"a\". Expected"
            + " one of: input, conv1",
        "{\"type\":\"add\",\"inputs\":[\"conv1\",\"b\"]},{\"type\":\"relu\",\"name\":\"b\"} |"
            + " m.json: layers[1] (add1): inputs must name layers that stand before this one: a"
            + " network has no cycles. Received: \"b\"",
        "{\"type\":\"add\",\"name\":\"me\",\"inputs\":[\"conv1\",\"me\"]} | m.json: layers[1] (me):"
            + " inputs must name layers that stand before this one: a network has no cycles."
            + " Received: \"me\"",
        "{\"type\":\"add\",\"inputs\":[\"conv1\",\"conv\"]} | m.json: layers[1] (add1): inputs must"
            + " name layers of the network. Received: \"conv\". Did you mean conv1?",
        "{\"type\":\"add\",\"inputs\":[]} | m.json: layers[1] (add1): inputs must be names of"
            + " layers. Expected: a list of texts. Received: []",
        "{\"type\":\"add\",\"inputs\":[1,2]} | m.json: layers[1] (add1): inputs must be names of"
            + " layers. Expected: a list of texts. Received: [1,2]",
        "{\"type\":\"relu\",\"name\":\"conv1\"},{\"type\":\"relu\",\"name\":\"conv1\"} | m.json:"
            + " Each layer's name must be used once. Received twice: conv1",
        "\"add\" | m.json: Layer add1 (Add, input 2x4x4): Add needs at least two inputs, all of the"
            + " same shape. Received: 2x4x4",
        "{\"type\":\"relu\",\"inputs\":[\"input\"]} | m.json: Layer conv1: Every layer's result"
            + " must be read by a layer, except the last one's. Received: a result that nobody"
            + " reads"
      })
  void mistakes(String more, String message) {
    FormatException e = assertThrows(FormatException.class, () -> parse(CONV + "}," + more));
    assertEquals(message, e.getMessage());
  }
}
