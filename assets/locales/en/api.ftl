# The API reference.
api-title = API
api-lead = Everything the pages do, for programs.
api-token = Each call needs a token that says who you are and what the program may do for you.
api-token-link = Make a token
api-problems = A refusal is a problem document (RFC 9457): its status, a sentence, and one entry for each field that needs correcting.
api-query = Path and query
api-body = Body
api-answer = Answer
api-field = Field
api-kind = Type
api-meaning = Meaning
