# La referencia de la API.
api-title = API
api-lead = Todo lo que hacen las páginas, para programas.
api-token = Cada llamada necesita un token que dice quién eres y qué puede hacer el programa por ti.
api-token-link = Crear un token
api-problems = Un rechazo es un documento de problema (RFC 9457): su estado, una frase y una entrada por cada campo que hay que corregir.
api-query = Ruta y consulta
api-body = Cuerpo
api-answer = Respuesta
api-field = Campo
api-kind = Tipo
api-meaning = Significado
