/// What to do about a problem that libyaml names (its scanner.c, parser.c and reader.c).
func syntaxRemedy(for problem: String) -> String {
    switch problem {
    case "found character that cannot start any token":
        "indent with spaces, and quote a value that starts with @, ` or %"
    case "found a tab character that violates indentation",
        "found a tab character where an indentation space is expected":
        "indent with spaces"
    case "mapping values are not allowed in this context":
        "check the indentation, or quote a value that holds \": \""
    case "did not find expected key", "did not find expected '-' indicator":
        "check the indentation, brackets and quotes from there to here"
    case "could not find expected ':'": "write \"key: value\""
    case "found unexpected end of stream": "close the quote"
    case "did not find expected ',' or ']'": "close the list with ]"
    case "did not find expected ',' or '}'": "close the mapping with }"
    case "block sequence entries are not allowed in this context": "start the list on a line of its own"
    case "found unknown escape character": "use single quotes, or write the backslash twice"
    case "did not find expected <document start>": "keep one mapping in the file, its keys in one column"
    case "control characters are not allowed": "remove the character, or write it as an escape in double quotes"
    case _ where problem.contains("UTF-8") || problem.contains("Unicode"): "save the file as UTF-8"
    default: "correct the YAML here"
    }
}
