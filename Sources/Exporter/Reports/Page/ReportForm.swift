import Diagnosis

/// The page's HTML. Of what was sent before, only what is one of the page's own words comes back in it.
struct ReportForm {
    /// What is to be said above the form.
    struct Problem: Equatable {
        var text: String
        /// Whether it is about the choice of the symptom.
        var isSymptom = false
    }

    let language: PageLanguage
    let regions: [String]
    private var words: PageWords { language.words }

    /// The form, as it was filled in if it was.
    func form(ticket: String, fields: ReportFields = ReportFields(), problem: Problem? = nil) -> String {
        page(
            title: (problem == nil ? "" : words.problemPrefix) + words.title,
            """
            <h1>\(words.title)</h1>
            <p class="lead">\(words.introduction)</p>
            \(problem.map(notice) ?? "")
            <form method="post" action="/report" accept-charset="utf-8">
            <input type="hidden" name="ticket" value="\(ticket)">
            <input type="hidden" name="lang" value="\(language.rawValue)">
            \(symptoms(fields, problem: problem))
            \(regions.isEmpty ? "" : select("region", words.regionQuestion, regions.map { ($0, $0) }, fields))
            \(select("client", words.clientQuestion, ReportClient.allCases.compactMap { client in
                words.clients[client].map { (client.rawValue, $0) }
            }, fields))
            \(optionalChoice("severity", words.severityQuestion, zip(1..., words.severities).map { number, word in
                ("\(number)", "\(number) – \(word)")
            }, fields))
            \(optionalChoice("solved", words.solvedQuestion, [("no", words.unsolved), ("yes", words.solved)], fields))
            <button type="submit">\(words.send)</button>
            </form>
            <section class="kept" aria-labelledby="kept">
            <h2 id="kept">\(words.privacyTitle)</h2>
            \(words.privacy.map { "<p>\($0)</p>" }.joined(separator: "\n"))
            </section>
            """)
    }

    /// What is said to one whose report was taken.
    func thanks(_ result: ReportResult, isSolved: Bool, people: Int, minutes: Int) -> String {
        let title =
            switch result {
            case .alreadyCounted: words.alreadyCounted
            case .answered: words.thanksForAnswer
            default: words.thanks
            }
        let sentences = isSolved ? [] : [words.others(people, minutes), words.comeBack]
        return page(
            title: title,
            """
            <h1>\(words.title)</h1>
            <section class="notice done" role="status" aria-labelledby="done">
            <h2 id="done">\(title)</h2>
            \(sentences.map { "<p>\($0)</p>" }.joined(separator: "\n"))
            </section>
            <p><a href="/report?lang=\(language.rawValue)">\(words.another)</a></p>
            """)
    }

    private func page(title: String, _ main: String) -> String {
        """
        <!DOCTYPE html>
        <html lang="\(language.tag)">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta name="robots" content="noindex">
        <title>\(title)</title>
        <style>\(PageStyle.text)</style>
        </head>
        <body>
        <header>
        <nav aria-label="\(words.languages)">
        <ul>
        \(PageLanguage.allCases.map(link).joined(separator: "\n"))
        </ul>
        </nav>
        </header>
        <main>
        \(main)
        </main>
        </body>
        </html>

        """
    }

    private func link(to other: PageLanguage) -> String {
        other == language
            ? "<li><span lang=\"\(other.tag)\" aria-current=\"true\">\(other.name)</span></li>"
            : """
            <li><a href="/report?lang=\(other.rawValue)" lang="\(other.tag)" hreflang="\(other.tag)">\(other.name)</a></li>
            """
    }

    private func notice(_ problem: Problem) -> String {
        let text = problem.isSymptom ? "<ul><li><a href=\"#symptom\">\(problem.text)</a></li></ul>" : "<p>\(problem.text)</p>"
        return """
            <section class="notice wrong" role="alert" aria-labelledby="problem">
            <h2 id="problem">\(words.problem)</h2>
            \(text)
            </section>
            """
    }

    private func symptoms(_ fields: ReportFields, problem: Problem?) -> String {
        let isWrong = problem?.isSymptom == true
        let choices = Symptom.allCases.enumerated().map { index, symptom in
            // The first one has the name that the list of problems leads to.
            choice(
                "symptom", symptom.rawValue, words.symptoms[symptom] ?? "", fields,
                attributes: (index == 0 ? " id=\"symptom\"" : "") + " required"
                    + (isWrong ? " aria-invalid=\"true\" aria-describedby=\"symptom-error\"" : ""))
        }
        return """
            <fieldset\(isWrong ? " class=\"wrong\"" : "")>
            <legend>\(words.symptomQuestion) <span class="note">(\(words.required))</span></legend>
            \(isWrong ? "<p class=\"error\" id=\"symptom-error\">\(problem?.text ?? "")</p>" : "")
            \(choices.joined(separator: "\n"))
            </fieldset>
            """
    }

    private func optionalChoice(
        _ name: String, _ question: String, _ options: [(value: String, label: String)], _ fields: ReportFields
    ) -> String {
        """
        <fieldset>
        <legend>\(question) <span class="note">(\(words.optional))</span></legend>
        \(options.map { choice(name, $0.value, $0.label, fields) }.joined(separator: "\n"))
        </fieldset>
        """
    }

    private func choice(
        _ name: String, _ value: String, _ label: String, _ fields: ReportFields, attributes: String = ""
    ) -> String {
        """
        <label class="choice"><input type="radio" name="\(name)" value="\(value)"\(attributes)\
        \(fields[name] == value ? " checked" : "")> <span>\(label)</span></label>
        """
    }

    private func select(
        _ name: String, _ question: String, _ options: [(value: String, label: String)], _ fields: ReportFields
    ) -> String {
        let rows = options.map { value, label in
            "<option value=\"\(value)\"\(fields[name] == value ? " selected" : "")>\(label)</option>"
        }
        return """
            <div class="field">
            <label for="\(name)">\(question) <span class="note">(\(words.optional))</span></label>
            <select id="\(name)" name="\(name)">
            <option value="">\(words.notSaid)</option>
            \(rows.joined(separator: "\n"))
            </select>
            </div>
            """
    }
}
