package dev.lanewise.core.conv;

/** What Winograd's passes share in the use of scratch memory. */
final class WinogradScratch {

  /** Element 12 of a large array is usually the first at a cache line's start. */
  static final int FIRST = 12;

  private WinogradScratch() {}
}
