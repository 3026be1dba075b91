internal import Cairn

extension Cell {
    /// What the timers are when a handler has returned: without the one that was handled, with what it changed.
    func timers(behind letter: LetterFor<B>, _ context: ActorContext) throws(ActorError) -> ActorTimers {
        var next = timers
        if let name = letter.timer { next.remove(name) }
        for change in context.timerChanges {
            switch change {
            case .set(let timer): next.set(timer)
            case .cancel(let name): next.remove(name)
            }
        }
        guard next.list.count <= ActorTimers.most else {
            throw ActorError(.tooLarge, "\(address) has \(ActorTimers.most) timers, and may have no more; cancel some")
        }
        return next
    }

    /// Waits for those timers that stand, and for no other.
    func arm() {
        for (name, armed) in armed where timers[name] != armed.timer {
            armed.disarm()
            self.armed[name] = nil
        }
        for timer in timers.list where armed[timer.name] == nil {
            let waiting = ArmedTimer(self, timer)
            armed[timer.name] = waiting
            waiting.wait()
        }
    }

    /// A timer whose message nobody can handle: a line says so, or it would be due again with each activation.
    func drop(_ letter: DueTimer<B>, _ timer: Transition.Timer, _ error: ActorError) {
        letter.timer = timer.name
        core.deadLetters.add(letter.asDeadLetter(error))
        failed(letter, timer.message, context(), error)
    }
}
