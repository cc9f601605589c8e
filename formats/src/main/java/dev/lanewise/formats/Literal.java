package dev.lanewise.formats;

/** A number as it is written: no other type keeps every whole number and the sign of zero. */
final class Literal extends Number {

  private static final long serialVersionUID = 1L;

  private final String text;

  Literal(String text) {
    this.text = text;
  }

  @Override
  public int intValue() {
    return (int) doubleValue();
  }

  @Override
  public long longValue() {
    return (long) doubleValue();
  }

  @Override
  public float floatValue() {
    return Float.parseFloat(text);
  }

  @Override
  public double doubleValue() {
    return Double.parseDouble(text);
  }

  @Override
  public String toString() {
    return text;
  }
}
