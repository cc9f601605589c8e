package dev.lanewise.peers;

/** Something that a contestant could not do: the run goes on without it. */
final class PeerException extends RuntimeException {

  private static final long serialVersionUID = 1;

  PeerException(String message) {
    super(message);
  }
}
