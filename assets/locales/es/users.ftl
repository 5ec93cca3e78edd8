## Faults

users-email-taken = Otra cuenta ya usa esta dirección.
users-id-taken = Otra cuenta ya usa este identificador.
users-password-short = Una contraseña tiene al menos { $min } caracteres. Una frase corta es fácil de recordar.
users-password-long = Una contraseña tiene como máximo { $max } caracteres.
users-link-over = Este enlace ya no sirve: se usó, se reemplazó o es demasiado antiguo. Pide uno nuevo.
users-scopes-none = Elige al menos una cosa que el token pueda hacer.
users-token-days = Un token vale al menos un día.
users-tokens-many = Tienes { $max } tokens en esta comunidad. Revoca alguno que ya no uses.

## Páginas

users-sign-in = Entrar
users-sign-in-wrong = El correo y la contraseña no coinciden. Revisa los dos, por favor.
users-email = Correo electrónico
users-password = Contraseña
users-new-here = ¿Es tu primera vez aquí?
users-join = Pide unirte
users-forgot = ¿Olvidaste tu contraseña?
users-forgot-how = Nadie puede ver tu contraseña, ni siquiera un administrador. Pero puedes tener una nueva en tres pasos:
users-forgot-ask = Pide un enlace a alguien que lleve la comunidad.
users-forgot-link = Te lo dará por mensaje o en persona. Sirve una vez, durante 24 horas.
users-forgot-set = Ábrelo, elige una contraseña nueva y ya estás dentro.
users-forgot-contacts = A quién preguntar
users-back-to-sign-in = Volver a entrar
users-reset = Elige una contraseña
users-reset-for = Para la cuenta { $email }. Al guardarla entras directamente.
users-reset-save = Guardar y entrar
users-reset-over = Este enlace ya no sirve
users-reset-again = Cómo pedir otro
users-password-new = Contraseña nueva
users-password-current = Contraseña actual
users-password-hint = Al menos 10 caracteres. Una frase corta es fácil de recordar.
users-password-wrong = Esta no es tu contraseña actual.
users-password-change = Cambia tu contraseña
users-password-change-hint = Después sigues dentro aquí y se cierra tu sesión en los demás sitios.
users-password-save = Cambiar contraseña
users-login = Acceso y dispositivos
users-login-lead = Entras con { $email }.
users-login-change = Nombre y correo
users-login-change-hint = Con este correo entras. Tu perfil, que ven los demás miembros, tiene su propio nombre y sus contactos.
users-name = Tu nombre
users-elsewhere = Otros dispositivos
users-elsewhere-hint = ¿Dejaste tu sesión abierta en un teléfono prestado? Esto cierra todas menos esta.
users-elsewhere-end = Salir en todos los demás
users-tokens = Tokens para programas
users-tokens-lead = Un token permite que un programa actúe por ti sin tu contraseña.
users-tokens-open = Ver mis tokens
users-tokens-docs = Lo que pueden hacer los programas
users-tokens-empty = Aún no hay tokens
users-tokens-empty-hint = Casi nadie necesita uno. Crea uno abajo cuando un programa te lo pida.
users-token-new = Crea un token
users-token-name = ¿Para qué es?
users-token-name-hint = Para que lo reconozcas después, por ejemplo «caja de la cafetería».
users-token-scope = ¿Qué puede hacer?
users-scope-read = Leer
users-scope-read-hint = Ver lo que tú ves.
users-scope-pay = Actuar
users-scope-pay-hint = También pagar, pedir pagos y cambiar tus cosas.
users-scope-admin = Administrar
users-scope-admin-hint = También todo lo que permite tu cargo.
users-token-days-label = ¿Cuánto tiempo debe servir?
users-token-days-30 = 30 días
users-token-days-90 = 90 días
users-token-days-365 = Un año
users-token-since = creado el
users-token-until = sirve hasta el
users-token-endless = hasta que lo revoques
users-token-make = Crear el token
users-token-made = Tu token nuevo
users-token-made-lead = Copia «{ $name }» ahora: se muestra solo esta vez y no se guarda en ningún sitio.
users-token-made-use = Los programas lo envían así en cada petición:
users-token-kept = Ya lo he copiado
users-token-revoke = Revocar
users-token-revoke-sure = Los programas que usan este token dejarán de funcionar al momento. ¿Lo revocas?

## Lo que se hizo

users-said-acting = Ahora actúas por otro miembro.
users-said-login = Tu nombre y tu correo están guardados.
users-said-password = Tu contraseña nueva ya está guardada.
users-said-elsewhere = Has salido en todos los demás dispositivos.
users-said-revoked = El token está revocado.
