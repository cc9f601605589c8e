/**
 * Data sets, their files and downloads. CMYK JPEG, TIFF and WebP are read by ImageIO's plugins, if
 * the application has their jars.
 */
module dev.lanewise.data {
  requires transitive dev.lanewise.core;
  requires java.desktop;
  requires java.net.http;
  requires org.apache.commons.compress;
  requires static org.jspecify;

  exports dev.lanewise.data;
  exports dev.lanewise.data.augment;
}
