# Faltas que cualquier campo puede tener.
fault-required = Rellena este campo, por favor.
fault-long = Como máximo { $max } caracteres, por favor.
fault-control-characters = Quita los caracteres de control invisibles, por favor.
fault-email = Escribe una dirección de correo como ana@example.org.
fault-slug = Usa minúsculas, cifras y guiones, como calle-verde.
fault-code = Usa solo letras, cifras, guiones y puntos.
fault-choice = Elige uno de los valores ofrecidos, por favor.
fault-id = Este identificador no es válido.
fault-amount = Escribe un número como 12,50.
fault-amount-decimals = { $decimals ->
    [0] Esta moneda no tiene decimales.
    [one] Como máximo un decimal, por favor.
   *[other] Como máximo { $decimals } decimales, por favor.
  }
fault-amount-large = Esta cantidad es demasiado grande.
fault-scale = Una moneda tiene entre 0 y { $max } decimales.
fault-location = La latitud va de −90 a 90 y la longitud de −180 a 180.
fault-cursor = Esta dirección de página no es válida. Vuelve a la primera página.
fault-body = No se pudo leer lo enviado: { $why }
fault-body-large = Esto es demasiado grande para aceptarlo.
fault-query = No se pudo entender esta dirección: { $why }
fault-request = No se pudo entender esta petición.
fault-photo = No se puede leer esta imagen. Envía un JPEG, PNG, WebP o GIF de 10 MB como máximo.
