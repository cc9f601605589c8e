/** A modular application; it does not know that there is a Vector API. */
module example.consumer {
  requires dev.lanewise.data;
  requires dev.lanewise.formats;
}
