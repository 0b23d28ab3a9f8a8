import Diagnosis

extension PageWords {
    static let english = PageWords(
        title: "Report trouble with WhatsApp",
        introduction:
            "Is WhatsApp not working for you? Say so here. When many report the same, those who look after it know at once.",
        languages: "Language",
        required: "required",
        optional: "optional",
        symptomQuestion: "What is not working?",
        symptoms: [
            .cannotSend: "I cannot send messages",
            .cannotReceive: "I do not receive messages",
            .delayed: "Messages arrive late",
            .cannotConnect: "WhatsApp does not connect",
            .media: "Photos, videos or voice messages do not load or send",
            .calls: "Calls fail or break off",
            .linking: "WhatsApp Web or a linked device does not work",
            .businessAPI: "The WhatsApp Business Platform (API) fails",
            .other: "Something else",
        ],
        regionQuestion: "Where are you?",
        clientQuestion: "What do you use?",
        clients: [
            .android: "Android phone", .ios: "iPhone", .web: "WhatsApp Web", .desktop: "App on a computer",
            .api: "WhatsApp Business Platform (API)", .other: "Something else",
        ],
        notSaid: "I would rather not say",
        severityQuestion: "How bad is it?",
        severities: ["Barely noticeable", "Annoying", "It slows me down", "I can hardly use it", "Nothing works"],
        solvedQuestion: "Does it work again?",
        solved: "Yes, it works again",
        unsolved: "Not yet",
        send: "Send report",
        privacyTitle: "What is kept of your report",
        privacy: [
            "Only what you choose here is counted. We ask for no name, no phone number and no message, "
                + "and the page has no box to write in, for nothing you write would be kept.",
            "So that each person counts once, a code stands for your network address. It is made with a secret that is thrown away "
                + "each day: after that nobody, not even we, can tell whom it stood for. The address itself is not stored.",
            "This page sets no cookies and runs no scripts.",
        ],
        problem: "There is a problem",
        problemPrefix: "Problem: ",
        symptomMissing: "Choose what is not working",
        ticketExpired:
            "The page was open for too long, or your connection has changed. Nothing was sent: please send it once more.",
        notReadable: "What was sent could not be read. Please choose again and send it once more.",
        notStored: "Your report could not be stored and does not count. Please send it again in a minute.",
        tooMany: { seconds in
            "Too many reports came from your connection. Please send it again in \(seconds) second\(seconds == 1 ? "" : "s")."
        },
        thanks: "Thank you, your report counts",
        thanksForAnswer: "Thank you for telling us",
        alreadyCounted: "Thank you, you have reported this already",
        others: { people, minutes in
            let span = minutes == 1 ? "minute" : "\(minutes) minutes"
            return people <= 1
                ? "You are the first to report this in the last \(span)."
                : "\(people) people have reported this in the last \(span), you among them."
        },
        comeBack: "When it works again, come back to this page and say so: it helps to know when trouble ends.",
        another: "Report something else")
}
