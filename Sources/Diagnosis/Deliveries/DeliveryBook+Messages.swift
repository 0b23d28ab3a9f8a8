import WhatsApp

extension DeliveryBook {
    /// - Returns: whether it was told of promptly.
    mutating func take(_ step: DeliveryEntry.Step, phone: Int, at now: UInt32) -> Bool {
        let place = messages.place(of: step.message, at: now)
        var message = messages[place]
        guard message.marks.insert(.init(rawValue: 1 << UInt16(step.status.rawValue))).inserted else {
            counts.duplicates += 1
            return false
        }
        counts.phones[phone].statuses[Int(step.status.rawValue)] += 1
        let isPrompt = countLag(step.at, at: now)
        switch step.status {
        case .sent: send(&message, step.at, isPrompt: isPrompt, phone: phone)
        case .delivered, .read, .played: reach(&message, step, phone: phone)
        case .failed: fail(&message, step)
        case .deleted, .warning, .unknown: break
        }
        messages[place] = message
        return isPrompt
    }

    private mutating func send(_ message: inout MessageTable.Message, _ time: UInt32, isPrompt: Bool, phone: Int) {
        message.sentAt = time
        // What was kept back says nothing of now.
        if isPrompt, !message.marks.contains(.failed) {
            message.marks.insert(.joined)
            ring.send(at: time)
        }
        if message.marks.contains(.delivered) { countDelay(message, phone: phone) }
        settle(&message)
    }

    private mutating func reach(_ message: inout MessageTable.Message, _ step: DeliveryEntry.Step, phone: Int) {
        message.reachedAt = message.reachedAt == 0 ? step.at : min(message.reachedAt, step.at)
        if step.status == .delivered, message.marks.contains(.sent) { countDelay(message, phone: phone) }
        settle(&message)
    }

    private mutating func fail(_ message: inout MessageTable.Message, _ step: DeliveryEntry.Step) {
        for code in step.errorCodes { counts.fail(code) }
        let isPlatforms = step.errorCodes.contains { APIErrorClass(code: Int($0)).side == .service }
        // A number that is not on WhatsApp, a template that was refused: no failure to deliver.
        if !isPlatforms, message.marks.contains(.joined), !message.marks.contains(.timely) {
            message.marks.remove(.joined)
            ring.withdraw(sentAt: message.sentAt)
        }
    }

    /// Counts a message as delivered in time, once both times are known.
    private mutating func settle(_ message: inout MessageTable.Message) {
        guard message.marks.contains(.joined), !message.marks.contains(.timely), message.reachedAt > 0,
            Double(message.reachedAt) - Double(message.sentAt) <= waitSeconds
        else { return }
        message.marks.insert(.timely)
        ring.deliver(sentAt: message.sentAt)
    }

    private mutating func countDelay(_ message: MessageTable.Message, phone: Int) {
        let delay = message.reachedAt > message.sentAt ? message.reachedAt - message.sentAt : 0
        counts.phones[phone].delays.count(delay, in: DelayCounts.deliveryBounds)
    }

    /// - Returns: whether the webhook came promptly.
    mutating func countLag(_ time: UInt32, at now: UInt32) -> Bool {
        let lag = now > time ? now - time : 0
        counts.lags.count(lag, in: DelayCounts.lagBounds)
        return Double(lag) <= SendingRing.promptSeconds
    }

    mutating func isNew(_ key: UInt64, at now: UInt32) -> Bool {
        let place = messages.place(of: key, at: now)
        guard messages[place].marks.insert(.received).inserted else {
            counts.duplicates += 1
            return false
        }
        return true
    }

    mutating func isPlausible(_ time: UInt32, _ now: Double) -> Bool {
        let ahead = Double(time) - now
        guard ahead > Self.futureSeconds || ahead < -Self.pastSeconds else { return true }
        counts.unfamiliar[ahead > 0 ? .future : .past, default: 0] += 1
        return false
    }
}
