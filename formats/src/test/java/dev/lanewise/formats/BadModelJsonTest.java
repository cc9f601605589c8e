package dev.lanewise.formats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.layers.model.Presets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Model files with mistakes: what their author is told. */
class BadModelJsonTest {

  private static String messageOf(String text) {
    String message =
        assertThrows(FormatException.class, () -> ModelJson.parse(text, "m.json")).getMessage();
    assertEquals(1, message.lines().count(), message);
    assertTrue(message.startsWith("m.json: "), message);
    return message.substring("m.json: ".length());
  }

  /** Where no known type is near, as many are named as a line has room for. */
  @Test
  void unknownTypes() {
    assertEquals(
        "layers[0]: unknown layer type: zzz. "
            + Suggestions.hint("zzz", LayerJson.LAYERS.keys().keySet()),
        messageOf("{\"input\":1,\"layers\":[\"zzz\"]}"));
    assertEquals(
        "loss: unknown loss type: zzz. " + Suggestions.hint("zzz", LossJson.LOSSES.keys().keySet()),
        messageOf("{\"input\":1,\"layers\":[\"relu\"],\"loss\":\"zzz\"}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"type\":\"conv2\",\"channels\":3} | layers[1]: unknown layer type: conv2. Did you mean"
            + " conv2d?",
        "\"rlu\" | layers[1]: unknown layer type: rlu. Did you mean relu?",
        "{\"type\":\"conv1d\",\"channels\":2,\"kernel\":3,\"padding\":[1,-1]} | layers[1] (conv1d):"
            + " padding must be at least 0 on both sides. Received: [1,-1]",
        "{\"type\":\"conv1d\",\"channels\":2,\"kernel\":3,\"padding\":\"full\"} | layers[1]"
            + " (conv1d): padding must be a whole number, [before, after], \"same\" or \"valid\"."
            + " Received: \"full\"",
        "{\"type\":\"convtranspose2d\",\"channels\":2,\"kernel\":3,\"stride\":2,\"outputPadding\":2}"
            + " | layers[1] (convtranspose2d): Output padding must be at least 0, less than the"
            + " stride or the dilation, and less than stride plus padding. Received: output padding"
            + " 2, stride 2, dilation 1, padding 0",
        "{\"type\":\"depthwiseconv2d\",\"kernel\":3,\"channels\":2} | layers[1] (depthwiseconv2d):"
            + " unknown key: channels. Expected one of: type, name, multiplier, kernel, stride,"
            + " dilation, padding, bias, weightInit, biasInit, inputs",
        "{\"channels\":3} | layers[1]: type is missing. Received: channels",
        "{\"type\":3} | layers[1]: type must be a text. Received: 3",
        "[] | layers[1]: a layer must be an object or the name of its type. Received: []",
        "{\"type\":\"conv2d\",\"channels\":\"x\",\"kernel\":3} | layers[1] (conv2d): channels must"
            + " be a whole number. Received: \"x\"",
        "{\"type\":\"conv2d\",\"name\":\"c7\",\"channels\":1.5,\"kernel\":3} | layers[1] (conv2d"
            + " \"c7\"): channels must be a whole number. Received: 1.5",
        "{\"type\":\"conv2d\",\"channels\":1e30,\"kernel\":3} | layers[1] (conv2d): channels must"
            + " be a whole number. Received: 1e30",
        "{\"type\":\"conv2d\",\"channels\":1e999999999999,\"kernel\":3} | layers[1] (conv2d):"
            + " channels must be a whole number. Received: 1e999999999999",
        "{\"type\":\"conv2d\",\"channels\":3000000000,\"kernel\":3} | layers[1] (conv2d): channels"
            + " must be a whole number from -2^31 to 2^31 - 1. Received: 3000000000",
        "{\"type\":\"conv2d\",\"channels\":3} | layers[1] (conv2d): kernel is missing. Received:"
            + " type, channels",
        "{\"type\":\"conv2d\",\"chanels\":3,\"kernel\":3} | layers[1] (conv2d): unknown key:"
            + " chanels. Did you mean channels?",
        "{\"type\":\"relu\",\"slope\":3} | layers[1] (relu): unknown key: slope. Expected one of:"
            + " type, name, inputs",
        "{\"type\":\"relu\",\"name\":3} | layers[1] (relu): name must be a text. Received: 3",
        "{\"type\":\"conv2d\",\"channels\":0,\"kernel\":3} | layers[1] (conv2d): Conv2d needs at"
            + " least 1 channel, in equal groups. Received: 0 channels, 1 groups",
        "{\"type\":\"conv2d\",\"channels\":2,\"kernel\":[3,0]} | layers[1] (conv2d): Kernel size,"
            + " stride and dilation must be at least 1. Received: kernel 0, stride 1, dilation 1",
        "{\"type\":\"conv2d\",\"channels\":2,\"kernel\":[3,3,3]} | layers[1] (conv2d): kernel must"
            + " be a whole number or [rows, columns]. Received: [3,3,3]",
        "{\"type\":\"conv2d\",\"channels\":2,\"kernel\":[3,true]} | layers[1] (conv2d): kernel[1]"
            + " must be a whole number. Received: true",
        "{\"type\":\"conv2d\",\"channels\":2,\"kernel\":3,\"padding\":\"full\"} | layers[1]"
            + " (conv2d): padding must be a whole number, [rows, columns], [top, left, bottom,"
            + " right], \"same\" or \"valid\". Received: \"full\"",
        "{\"type\":\"conv2d\",\"channels\":2,\"kernel\":3,\"padding\":[1,-1]} | layers[1] (conv2d):"
            + " padding must be at least 0 on every side. Received: [1,-1]",
        "{\"type\":\"conv2d\",\"channels\":2,\"kernel\":3,\"bias\":\"chanel\"} | layers[1]"
            + " (conv2d): unknown bias: chanel. Did you mean channel?",
        "{\"type\":\"conv2d\",\"channels\":2,\"kernel\":3,\"weightInit\":\"he\"} | layers[1]"
            + " (conv2d), weightInit: unknown initializer type: he. Expected one of: constant,"
            + " he-normal, he-uniform, normal, torch, truncated-normal, uniform, xavier-normal,"
            + " xavier-uniform, zeros",
        "{\"type\":\"conv2d\",\"channels\":2,\"kernel\":3,\"biasInit\":{\"type\":\"normal\",\"deviation\":true}}"
            + " | layers[1] (conv2d), biasInit: deviation must be a finite number. Received: true",
        "{\"type\":\"conv2d\",\"channels\":2,\"kernel\":3,\"biasInit\":{\"type\":\"constant\",\"value\":1e999}}"
            + " | layers[1] (conv2d), biasInit: value must be a finite number. Received: 1e999",
        "{\"type\":\"conv2d\",\"channels\":2,\"kernel\":3,\"biasInit\":{\"type\":\"he-normal\",\"fan\":\"inn\"}}"
            + " | layers[1] (conv2d), biasInit: unknown fan: inn. Did you mean in?",
        "{\"type\":\"dense\",\"outputs\":2,\"bias\":\"none\"} | layers[1] (dense): bias must be"
            + " true or false. Received: \"none\"",
        "{\"type\":\"dropout\",\"rate\":1} | layers[1] (dropout): A dropout probability must be at"
            + " least 0 and less than 1. Received: 1.0",
        "{\"type\":\"reshape\",\"shape\":[0,1,1]} | layers[1] (reshape): Every size of a shape must"
            + " be at least 1. Received: 0x1x1",
        "{\"type\":\"dense\",\"outputs\":2} | Layer fc1 (Dense, input 1x8x8): Dense needs a flat"
            + " input: put Flatten before it. Expected: n x 1 x 1. Received: 1x8x8",
        "{\"type\":\"relu\",\"name\":\"a b\"} | A layer's name must be of letters, digits, '_', '-'"
            + " and dots between them. Received: \"a b\"",
        "{\"type\":\"maxpool2d\",\"kernel\":9} | Layer pool1 (MaxPool2d, input 1x8x8): A pooling"
            + " kernel must fit the padded input. Received: kernel 9x9, input 1x8x8, Halo[top=0,"
            + " left=0, bottom=0, right=0]",
      })
  void layers(String layer, String message) {
    assertEquals(message, messageOf("{\"input\":[1,8,8],\"layers\":[\"relu\"," + layer + "]}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"loss\":{\"type\":\"mean-squared-error\",\"reduction\":\"sum\"} | loss: unknown key:"
            + " reduction. Expected one of: type, form",
        "\"loss\":{\"type\":\"softmax-cross-entropy\",\"reduction\":\"men\"} | loss: unknown"
            + " reduction: men. Did you mean mean?",
        "\"los\":\"x\" | unknown key: los. Did you mean loss?",
        "\"name\":null | name must be a text. Received: null",
        "\"recipe\":[] | recipe: must be an object. Received: []",
        "\"recipe\":{\"epoch\":3} | recipe: unknown key: epoch. Did you mean epochs?",
        "\"recipe\":{\"epochs\":0} | recipe: epochs must be at least 1. Received: 0",
        "\"recipe\":{\"batch\":-1} | recipe: batch must be at least 1. Received: -1",
        "\"recipe\":{\"logEvery\":-1} | recipe: logEvery must be at least 0. Received: -1",
        "\"recipe\":{\"shuffle\":1} | recipe: shuffle must be true or false. Received: 1",
        "\"recipe\":{\"optimizer\":\"adan\"} | recipe, optimizer: unknown optimizer type: adan. Did"
            + " you mean adam?",
        "\"recipe\":{\"optimizer\":\"sgd\"} | recipe, optimizer: learningRate is missing. Received:"
            + " type",
        "\"recipe\":{\"optimizer\":{\"type\":\"sgd\",\"learningRate\":0}} | recipe, optimizer: The"
            + " learning rate must be positive and finite. Received: 0.0",
        "\"recipe\":{\"optimizer\":{\"type\":\"adam\",\"beta3\":0}} | recipe, optimizer: unknown"
            + " key: beta3. Did you mean beta1?",
        "\"recipe\":{\"data\":{\"limit\":0}} | recipe, data: The limit of training samples must be"
            + " at least 1. Received: 0",
        "\"recipe\":{\"data\":{\"scaling\":\"standardized\"}} | recipe, data: unknown scaling:"
            + " standardized. Did you mean standardised?",
        "\"recipe\":{\"validation\":{\"which\":\"last\"}} | recipe, validation: fraction is"
            + " missing. Received: which",
        "\"recipe\":{\"validation\":{\"fraction\":1}} | recipe, validation: A validation split must"
            + " be at least 0 and less than 1. Received: 1.0",
        "\"recipe\":{\"update\":{\"average\":1}} | recipe, update: The decay of the weights'"
            + " average must be at least 0 and less than 1. Received: 1.0",
        "\"recipe\":{\"update\":{\"accumulation\":0}} | recipe, update: The number of batches a"
            + " step must be between 1 and 1024. Received: 0",
        "\"recipe\":{\"update\":{\"schedule\":\"cosin\"}} | recipe, update, schedule: unknown"
            + " schedule type: cosin. Did you mean cosine?",
        "\"recipe\":{\"update\":{\"schedule\":\"cosine\",\"per\":\"step\"}} | recipe, update,"
            + " schedule: length is missing. Received: type",
        "\"recipe\":{\"update\":{\"schedule\":{\"type\":\"chain\",\"schedules\":[\"step\"]}}} |"
            + " recipe, update, schedule, schedules[0]: every is missing. Received: type",
        "\"recipe\":{\"update\":{\"clip\":{\"type\":\"norm\",\"most\":0}}} | recipe, update, clip:"
            + " The largest norm must be positive and finite. Received: 0.0",
        "\"recipe\":{\"update\":{\"groups\":[{\"kind\":\"vector\"}]}} | recipe, update, groups[0]:"
            + " unknown kind: vector. Did you mean vectors?",
        "\"recipe\":{\"stopping\":{\"patience\":0}} | recipe, stopping: The patience of early"
            + " stopping must be at least 1. Received: 0",
        "\"recipe\":{\"augment\":[\"flipp\"]} | recipe, augment[0]: unknown augmentation type:"
            + " flipp. Did you mean flip?",
        "\"recipe\":{\"augment\":[\"flip\",\"crop\"]} | recipe, augment[1]: padding is missing."
            + " Received: type",
        "\"recipe\":{\"data\":{\"mean\":[0.5],\"deviation\":[0.2]}} | recipe, data: Means and"
            + " deviations may be given for the scaling STANDARDISED only. Received: UNIT",
        "\"recipe\":{\"report\":{\"predictions\":-1}} | recipe, report: predictions must be at"
            + " least 0. Received: -1",
      })
  void theRest(String field, String message) {
    assertEquals(message, messageOf("{\"input\":3,\"layers\":[\"relu\"]," + field + "}"));
  }

  @Test
  void whatIsRequired() {
    assertEquals("input is missing. Received: layers", messageOf("{\"layers\":[]}"));
    assertEquals("layers is missing. Received: input", messageOf("{\"input\":1}"));
    assertEquals(
        "layers must be a list. Received: \"relu\"",
        messageOf("{\"input\":1,\"layers\":\"relu\"}"));
    assertEquals(
        "A network must have at least 1 layer. Received: none",
        messageOf("{\"input\":1,\"layers\":[]}"));
    assertEquals(
        "input must be a whole number or [channels, height, width]. Received: [1,2]",
        messageOf("{\"input\":[1,2],\"layers\":[]}"));
    assertEquals("must be an object. Received: [1]", messageOf("[1]"));
    assertEquals(
        "Each layer's name must be used once. Received twice: a",
        messageOf(
            "{\"input\":1,\"layers\":[{\"type\":\"relu\",\"name\":\"a\"},{\"type\":\"relu\",\"name\":\"a\"}]}"));
  }

  @Test
  void syntaxErrorsHaveLineAndColumn() {
    assertEquals(
        "the text must be JSON. Received at line 3, column 4: Unterminated object",
        messageOf("{\n  \"input\": 3\n  \"layers\": []\n}"));
    assertTrue(messageOf("").startsWith("the text must be JSON. Received at line 1, column 1: "));
    for (String text :
        new String[] {
          "{", "{\"a\":}", "[1,]", "{'a':1}", "nul", "{} {}", "// c\n{}", "NaN", "01", "\"\n\""
        }) {
      assertTrue(
          messageOf(text).matches("the text must be JSON. Received at line \\d+, column \\d+: .*"),
          text);
    }
    assertTrue(messageOf("[".repeat(100_000)).startsWith("the text must be JSON. Received at"));
    assertEquals(
        "each key must occur once. Received twice: input", messageOf("{\"input\":1,\"input\":1}"));
  }

  @Test
  void longValuesAreShortened() {
    String message = messageOf("{\"input\":\"" + "x".repeat(1000) + "\",\"layers\":[]}");
    assertTrue(message.endsWith("xxx..."), message);
    assertTrue(message.length() < 150, message);
    assertTrue(
        messageOf("{\"input\":" + "1".repeat(500) + ",\"layers\":[]}")
            .startsWith("input must be a whole number. Received: 111"));
  }

  @Test
  void filesThatAreNoText(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("m.json");
    Files.write(file, new byte[] {'{', (byte) 0xff, '}'});
    assertEquals(
        file + ": the text must be UTF-8. Received: other bytes",
        assertThrows(FormatException.class, () -> ModelJson.read(file)).getMessage());
    Files.write(file, new byte[FormatLimits.defaults().modelBytes() + 1]);
    assertEquals(
        file + ": the file must have at most 16777216 bytes. Received: more",
        assertThrows(FormatException.class, () -> ModelJson.read(file)).getMessage());
  }

  @Test
  void aPresetWithAnyOtherCharacterIsAModelOrRefused() {
    String text = ModelJson.text(Presets.scratchDense());
    for (int at = 0; at < text.length(); at++) {
      for (char c :
          new char[] {'\0', '"', '{', ']', ',', '0', '9', '-', 'e', 'x', '\\', '\u00e4'}) {
        String changed = text.substring(0, at) + c + text.substring(at + 1);
        try {
          var spec = ModelJson.parse(changed, "m.json");
          assertEquals(spec, ModelJson.parse(ModelJson.text(spec), "m.json"));
        } catch (FormatException e) {
          assertTrue(e.getMessage().startsWith("m.json: "), e.getMessage());
        }
      }
    }
    for (int end = text.lastIndexOf('}'); end >= 0; end--) {
      messageOf(text.substring(0, end));
    }
  }
}
