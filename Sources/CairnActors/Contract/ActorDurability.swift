/// When an actor's transition counts: no reply, send or stop of it is seen before.
public enum ActorDurability: Sendable, Hashable {
    /// When it was synced to the device. Survives a power cut.
    case durable
    /// When the operating system has it; synced within the time. Survives the death of the process at once.
    case buffered(within: Duration)
    /// At once. Nothing is stored: the state lives as long as the actor system, and there is no chain.
    case volatile
}
