package dev.lanewise.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ShownTest {

  @Test
  void whatATerminalObeysIsSpelledOut() {
    assertEquals("a\\x1b[31mb", Shown.text("a\u001b[31mb"));
    assertEquals("\\x0a\\x0d\\x09\\x00\\x7f", Shown.text("\n\r\t\0\u007f"));
    assertEquals("\\x80\\x9b\\x9f", Shown.text("\u0080\u009b\u009f"));
    assertEquals("\\u202e\\u2066\\u200f\\u2028", Shown.text("\u202e\u2066\u200f\u2028"));
    assertEquals("\\ud800", Shown.text("\ud800"));
  }

  @Test
  void namesOfAnyScriptStay() {
    for (String name : new String[] {"été", "猫", "قط", "\ud83d\udc31", "a b-c_d.png", "\u00a0"}) {
      assertEquals(name, Shown.text(name));
      assertTrue(Shown.isPlain(name));
    }
    String plain = "plain";
    assertSame(plain, Shown.text(plain));
    assertFalse(Shown.isPlain("a\u001bb"));
    assertFalse(Shown.isPlain("a\u202eb"));
  }

  @Test
  void messagesOfReadersHaveAnEnd() {
    assertEquals("short", Shown.brief("short"));
    assertEquals("a".repeat(300) + " ...", Shown.brief("a".repeat(5000)));
  }

  @Test
  void errorsOfDataAreOneLineWithoutControlCharacters() {
    assertEquals(
        "x\\x1b[2J\\x0ay: bad",
        new DataException(DataException.Kind.DAMAGED, "x\u001b[2J\ny: bad").getMessage());
  }
}
