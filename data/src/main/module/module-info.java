/** Data sets, their files and downloads. */
module dev.lanewise.data {
  requires transitive dev.lanewise.core;
  requires transitive dev.lanewise.layers;
  requires java.desktop;
  requires java.net.http;
  requires org.apache.commons.compress;
  requires static org.jspecify;

  // WebP, and TIFF beyond what the JDK reads. They are automatic modules, which jlink refuses: an
  // image is made without them. On the module path ImageIO finds them by itself.
  requires static com.twelvemonkeys.imageio.tiff;
  requires static com.twelvemonkeys.imageio.webp;

  exports dev.lanewise.data;
  exports dev.lanewise.data.augment;
  exports dev.lanewise.data.recipe;
}
