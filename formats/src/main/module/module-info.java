/** Model files: safetensors, model descriptions as JSON. */
module dev.lanewise.formats {
  requires transitive dev.lanewise.layers;
  requires dev.lanewise.core;
  requires com.google.gson;
  requires static org.jspecify;

  exports dev.lanewise.formats;
}
